/** One's own bid, withdrawn, or opened where custodians stay silent: by the key of its recovery file. */

import { type Acknowledgement, ask } from "./page/deposit.ts";
import { type OwnBid, ownRecovery } from "./page/own_bid.ts";
import { type Identity } from "./sealing/seal.ts";
import { bidderKeyFromSeed } from "./sealing/signing.ts";
import { signWithdrawal } from "./sealing/withdrawal.ts";

interface OwnConfig {
  readonly own: OwnBid;
  readonly identity: Identity;
  /** The parts whose keys may be published now; none before the opening. */
  readonly parts: readonly string[];
  readonly csrf: string;
  readonly urls: { readonly withdraw: string; readonly key: string };
}

function start(section: HTMLElement): void {
  const block = section.querySelector('script[type="application/json"]');
  const config = JSON.parse(block?.textContent ?? "") as OwnConfig;
  const actions: Record<string, () => Promise<void>> = {
    withdraw: () => withdraw(section, config),
    publish: () => publish(section, config),
  };
  section.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-do]");
    const action = actions[button?.dataset["do"] ?? ""];
    if (button && action) void attempt(section, button, action);
  });
}

/** Run one action; a failure is said, and its button comes back. */
async function attempt(section: HTMLElement, button: HTMLButtonElement, action: () => Promise<void>): Promise<void> {
  const box = section.querySelector<HTMLElement>("[data-error]");
  if (box) box.hidden = true;
  button.disabled = true;
  try {
    await action();
    location.reload();
  } catch (problem) {
    button.disabled = false;
    if (!box) return;
    box.textContent = problem instanceof Error ? problem.message : String(problem);
    box.hidden = false;
    box.focus();
  }
}

async function withdraw(section: HTMLElement, config: OwnConfig): Promise<void> {
  const { signing_key } = await ownRecovery(section, config.own);
  const { documents: _, ...subject } = config.identity;
  const signed = await signWithdrawal(subject, await bidderKeyFromSeed(signing_key));
  await ask<Acknowledgement>(config.urls.withdraw, request(config, signed));
}

async function publish(section: HTMLElement, config: OwnConfig): Promise<void> {
  const { keys } = await ownRecovery(section, config.own);
  const given = config.parts.map((part) => ({ bid: config.own.bid, part, key: keys[part] ?? "" }));
  await ask<unknown>(config.urls.key, request(config, { keys: given }));
}

function request(config: OwnConfig, body: unknown): RequestInit {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": config.csrf };
  return { method: "POST", headers, body: JSON.stringify(body) };
}

document.querySelectorAll<HTMLElement>("[data-own-bid]").forEach(start);
