/** The recovery file: the keys a bidder keeps, with which it can open, replace and withdraw its bid. */

import type { Header } from "./header.ts";
import type { BidderKey } from "./signing.ts";

/** Keys by part and the bidder's signing seed, all in hex, for exactly one bid_hash. */
export interface Recovery {
  readonly t: string;
  readonly procedure: string;
  readonly lot: string;
  readonly bid_id: string;
  readonly seq: number;
  readonly bid_hash: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly signing_key: string;
}

const KIND = "poletai-recovery/v1";

export function recoveryFile(
  header: Header, bidHash: string, key: BidderKey, keys: Readonly<Record<string, string>>,
): Recovery {
  const { procedure, lot, bid_id, seq } = header;
  return { t: KIND, procedure, lot, bid_id, seq, bid_hash: bidHash, keys, signing_key: key.seed };
}

/** Read a recovery file; throws with a sentence for the bidder when it is not one. */
export function readRecovery(content: string): Recovery {
  const found = JSON.parse(content) as Partial<Recovery>;
  if (found.t !== KIND || !found.keys || !found.signing_key || !found.bid_hash) {
    throw new Error("this is not a Poletai recovery file: choose the file saved when the bid was sealed");
  }
  return found as Recovery;
}
