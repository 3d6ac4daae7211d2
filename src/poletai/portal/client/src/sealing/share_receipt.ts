/** Share-check receipts: a custodian's word that it holds a good share of a bid. */

import { type Bytes, fromHex } from "./bytes.ts";
import { labelled } from "./hashes.ts";
import type { Keyset } from "./keyset.ts";
import { verify } from "./signing.ts";

export interface ShareReceipt {
  readonly i: number;
  readonly bid_hash: string;
  readonly sig: string;
}

/** The numbers of the custodians whose receipts hold for this bid, each once. */
export async function goodReceipts(
  bidHash: string, receipts: readonly ShareReceipt[], keyset: Keyset,
): Promise<number[]> {
  const good = new Set<number>();
  for (const { i, bid_hash, sig } of receipts) {
    const key = keyset.custodians.find((custodian) => custodian.i === i)?.id;
    if (!key || bid_hash !== bidHash) continue;
    const hash = await labelled("share-ok", fromHex(bidHash), Uint8Array.of(i));
    if (await holds(key, hash, sig)) good.add(i);
  }
  return [...good].sort((left, right) => left - right);
}

async function holds(key: string, hash: Bytes, signature: string): Promise<boolean> {
  try {
    return await verify(fromHex(key), "share-ok", hash, fromHex(signature));
  } catch {
    return false;
  }
}
