/** Depositing: the sealed header to the exchange, its signed word, and how far the bid has come. */

import type { Envelope } from "../log/receipt.ts";
import { fromHex } from "../sealing/bytes.ts";
import { type Json, canonical } from "../sealing/canonical.ts";
import { labelled } from "../sealing/hashes.ts";
import type { SealedBid } from "../sealing/seal.ts";
import type { ShareReceipt } from "../sealing/share_receipt.ts";
import { verify } from "../sealing/signing.ts";
import type { BidConfig } from "./bid_config.ts";

const EVERY = 1000;

/** The operator's signed word that it took this bid at this time. */
export interface Acknowledgement {
  readonly bid: string;
  readonly seq: number;
  readonly bid_hash: string;
  readonly at: string;
  readonly max_log_delay_s: number;
  readonly signature: string;
}

/** How far a deposited bid has come, as `GET status` answers. */
export interface Progress {
  readonly receipts: readonly ShareReceipt[];
  readonly needed: number;
  readonly logged: { readonly receipt: string; readonly envelope: Envelope } | null;
}

interface Complaint {
  readonly reason?: string;
  readonly message?: string;
  readonly law?: string;
  readonly problems?: readonly { readonly where: string; readonly message: string }[];
}

/** Send the sealed header; the exchange answers a repeated deposit as it answered the first. */
export function deposit(config: BidConfig, sealed: SealedBid): Promise<Acknowledgement> {
  return ask(config.urls.deposit, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": config.csrf },
    body: JSON.stringify({ header: sealed.header, signature: sealed.signature }),
  });
}

/** Whether the acknowledgement is about this bid and signed by the operator. */
export async function acknowledges(
  { signature, ...told }: Acknowledgement, sealed: SealedBid, operatorKey: string,
): Promise<boolean> {
  const hash = await labelled("deposit", canonical(told as unknown as Json));
  const about = told.bid_hash === sealed.bidHash && told.bid === sealed.header.bid_id;
  return about && (await verify(fromHex(operatorKey), "deposit", hash, fromHex(signature)));
}

/** Ask every second, telling each answer, until `reached` or `tries` are used up. */
export async function watch(
  url: string, reached: (progress: Progress) => Promise<boolean>, tries = 120,
): Promise<boolean> {
  for (let i = 0; i < tries; i++) {
    if (await reached(await ask<Progress>(url, {}))) return true;
    await new Promise((wake) => setTimeout(wake, EVERY));
  }
  return false;
}

/** Ask the server; throws with its own words, and the article behind them. */
export async function ask<T>(url: string, request: RequestInit): Promise<T> {
  const answer = await fetch(url, { credentials: "same-origin", ...request });
  if (answer.ok) return (await answer.json()) as T;
  throw new Error(explain((await answer.json().catch(() => ({}))) as Complaint, answer.status));
}

function explain({ reason, message, law, problems }: Complaint, status: number): string {
  if (problems) return problems.map((problem) => `${problem.where}: ${problem.message}`).join("\n");
  const words = reason ?? message ?? `the server answered ${status}`;
  return law ? `${words} (${law})` : words;
}
