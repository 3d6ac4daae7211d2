/** Depositing: the sealed header to the exchange, and asking how far the bid has come. */

import type { Envelope } from "../log/receipt.ts";
import type { SealedBid } from "../sealing/seal.ts";
import type { ShareReceipt } from "../sealing/share_receipt.ts";
import type { BidConfig } from "./bid_config.ts";

/** How far a bid has come, as `POST deposit` and `GET status` both answer. */
export interface Progress {
  readonly bid: string;
  readonly bid_hash: string;
  readonly deposited: { readonly at: string };
  readonly openable: { readonly receipts: readonly ShareReceipt[]; readonly needed: number };
  readonly logged: { readonly receipt: string; readonly envelope: Envelope } | null;
  /** Where to ask again. */
  readonly status: string;
}

interface Complaint {
  readonly reason?: string;
  readonly message?: string;
  readonly law?: string;
  readonly problems?: readonly { readonly where: string; readonly message: string }[];
}

export function deposit(config: BidConfig, sealed: SealedBid): Promise<Progress> {
  const payloads = Object.fromEntries(
    Object.entries(sealed.header.parts).map(([part, { sha256, len }]) => [part, { sha256, len }]),
  );
  return ask(config.urls.deposit, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": config.csrf },
    body: JSON.stringify({ header: sealed.header, signature: sealed.signature, payloads }),
  });
}

/** Ask every second until the log has taken the bid; gives up after `tries`. */
export async function waitUntilLogged(first: Progress, tries = 60): Promise<Progress> {
  let progress = first;
  for (let i = 0; i < tries && !progress.logged; i++) {
    await new Promise((wake) => setTimeout(wake, 1000));
    progress = await ask(progress.status, {});
  }
  return progress;
}

async function ask(url: string, request: RequestInit): Promise<Progress> {
  const answer = await fetch(url, { credentials: "same-origin", ...request });
  if (answer.ok) return (await answer.json()) as Progress;
  throw new Error(explain((await answer.json().catch(() => ({}))) as Complaint, answer.status));
}

function explain({ reason, message, law, problems }: Complaint, status: number): string {
  if (problems) return problems.map((problem) => `${problem.where}: ${problem.message}`).join("\n");
  const words = reason ?? message ?? `the server answered ${status}`;
  return law ? `${words} (${law})` : words;
}
