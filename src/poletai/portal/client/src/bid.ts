/** The bidding page: review, seal, keep the recovery file, send, and check the receipt on the spot. */

import { type Policy, readPolicy } from "./log/policy.ts";
import { verifyReceipt } from "./log/receipt.ts";
import { type BidConfig, readConfig } from "./page/bid_config.ts";
import { type PartOffer, readOffer } from "./page/bid_form.ts";
import { demand, startRows } from "./page/bid_rows.ts";
import { type Say, contradiction, detailWarning } from "./page/bid_sense.ts";
import { BidView, instant, number } from "./page/bid_view.ts";
import { type Progress, acknowledges, deposit, watch } from "./page/deposit.ts";
import { ownRecovery } from "./page/own_bid.ts";
import { upload } from "./page/upload.ts";
import { type SealedBid, sealBid } from "./sealing/seal.ts";
import { goodReceipts } from "./sealing/share_receipt.ts";
import { type BidderKey, bidderKeyFromSeed } from "./sealing/signing.ts";

function start(section: HTMLElement): void {
  const config = readConfig(section);
  const view = new BidView(section);
  const form = view.find<HTMLFormElement>("form[data-offer]");
  let offer: PartOffer[] = [];
  let sealed: SealedBid | null = null;
  const actions: Record<string, () => Promise<void>> = {
    review: async () => {
      if (!demand(form)) return;
      const say: Say = (key, values) => view.say(key, values);
      const against = contradiction(form, say);
      if (against) throw new Error(against);
      offer = await readOffer(form, config.keyset.parts);
      view.preview(offer, detailWarning(form, say));
      view.enable("seal", true);
    },
    seal: async () => {
      sealed = await sealOffer(view, config, offer, await ownKey(section, config));
      form.inert = true;
    },
    send: async () => {
      if (sealed) await send(view, config, sealed);
    },
  };
  section.addEventListener("click", (event) => {
    const name = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"] ?? "";
    if (actions[name]) void attempt(view, name, actions[name]);
  });
  startRows(form);
  // What was reviewed is what is sealed: a change asks for another look.
  form.addEventListener("input", () => view.enable("seal", false));
}

/** Run one action; its button stays off while it runs and comes back when it fails. */
async function attempt(view: BidView, name: string, action: () => Promise<void>): Promise<void> {
  view.complain(null);
  view.enable(name, false);
  try {
    await action();
    view.enable(name, name === "review");
  } catch (problem) {
    view.complain(problem);
    view.enable(name, true);
  }
}

/** The key of the bid that is replaced, from its recovery file; none where a bid begins. */
async function ownKey(section: HTMLElement, { own }: BidConfig): Promise<BidderKey | undefined> {
  return own ? bidderKeyFromSeed((await ownRecovery(section, own)).signing_key) : undefined;
}

async function sealOffer(
  view: BidView, config: BidConfig, offer: readonly PartOffer[], key: BidderKey | undefined,
): Promise<SealedBid> {
  const total = offer.reduce((sum, { content }) => sum + content.size, 0);
  const done = new Map<string, number>();
  view.step("sealed", "now");
  const contents = Object.fromEntries(offer.map(({ part, content }) => [part, content]));
  const sealed = await sealBid(config.identity, config.keyset, contents, (part, bytes) => {
    done.set(part, bytes);
    view.progress(Math.min(1, [...done.values()].reduce((sum, one) => sum + one, 0) / total));
  }, key);
  view.step("sealed", "done", sealed.bidHash);
  view.step("saved", "now");
  const name = `recovery-${sealed.header.bid_id}-${sealed.header.seq}.json`;
  const recovery = JSON.stringify(sealed.recovery, null, 1);
  view.offerFile("[data-recovery]", name, "application/json", recovery, () => {
    view.step("saved", "done", name);
    view.enable("send", true);
  });
  return sealed;
}

async function send(view: BidView, config: BidConfig, sealed: SealedBid): Promise<void> {
  await sendPayloads(view, config, sealed);
  const told = await deposit(config, sealed);
  if (!(await acknowledges(told, sealed, config.operator_key))) throw new Error(view.say("not-acknowledged"));
  view.step("deposited", "done", instant(told.at));
  const name = `deposit-${told.bid}-${told.seq}.json`;
  view.offerFile("[data-acknowledgement]", name, "application/json", JSON.stringify(told, null, 1));
  view.step("openable", "now");
  view.step("logged", "now", view.say("waiting"));
  const policy = await readPolicy(config.policy);
  const complete = await watch(config.urls.status, async (progress) => {
    const openable = await showOpenable(view, config, sealed, progress);
    const logged = await showLogged(view, sealed, progress, policy);
    return openable && logged;
  });
  if (!complete) throw new Error(view.say("not-complete-yet"));
}

async function sendPayloads(view: BidView, config: BidConfig, sealed: SealedBid): Promise<void> {
  const payloads = Object.entries(sealed.payloads);
  const total = payloads.reduce((sum, [, payload]) => sum + payload.size, 0);
  const target = { url: config.urls.upload, headers: { "X-CSRFToken": config.csrf } };
  let before = 0;
  view.step("sent", "now");
  for (const [part, payload] of payloads) {
    const sha256 = sealed.header.parts[part]?.sha256 ?? "";
    await upload(target, sha256, payload, (arrived) => view.progress((before + arrived) / total));
    before += payload.size;
  }
  view.step("sent", "done", view.say("bytes", { bytes: number(total) }));
}

async function showOpenable(
  view: BidView, config: BidConfig, sealed: SealedBid, { receipts, needed }: Progress,
): Promise<boolean> {
  const good = await goodReceipts(sealed.bidHash, receipts, config.keyset);
  const enough = good.length >= needed;
  view.step("openable", enough ? "done" : "now", view.say("receipts", { good: good.length, needed }));
  return enough;
}

async function showLogged(
  view: BidView, sealed: SealedBid, { logged }: Progress, policy: Policy,
): Promise<boolean> {
  if (!logged) return false;
  const checkpoint = await verifyReceipt(logged.receipt, logged.envelope, sealed.bidHash, policy);
  view.step("logged", "done", view.say("verified", { size: number(checkpoint.size), witnesses: checkpoint.times.size }));
  const name = `receipt-${sealed.header.bid_id}-${sealed.header.seq}.tlog-proof`;
  view.offerFile("[data-receipt]", name, "text/plain", logged.receipt);
  return true;
}

document.querySelectorAll<HTMLElement>("[data-sealing]").forEach(start);
