/** What the bidding page tells the script: a JSON block inside the sealing section. */

import type { Identity } from "../sealing/seal.ts";
import type { OwnBid } from "./own_bid.ts";
import type { Keyset } from "../sealing/keyset.ts";

export interface BidConfig {
  /** Who bids on what; `keyset` is the hash that the notice pins. */
  readonly identity: Identity;
  readonly keyset: Keyset;
  /** The text of the witness policy that receipts are judged by. */
  readonly policy: string;
  /** The Ed25519 key, hex, that the operator acknowledges deposits with. */
  readonly operator_key: string;
  readonly csrf: string;
  /** The bid that this one replaces, where it replaces one. */
  readonly own: OwnBid | null;
  /** `upload` ends in a slash, see upload.ts; `status` is asked once a second after the deposit. */
  readonly urls: { readonly upload: string; readonly deposit: string; readonly status: string };
}

export function readConfig(section: Element): BidConfig {
  const block = section.querySelector('script[type="application/json"]');
  if (!block?.textContent) throw new Error("the bidding page carries no configuration");
  return JSON.parse(block.textContent) as BidConfig;
}
