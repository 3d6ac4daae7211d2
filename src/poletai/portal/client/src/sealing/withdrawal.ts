/** Withdrawals: a bidder takes a bid back, signed with the key that bid. */

import { hex } from "./bytes.ts";
import { type Json, canonical } from "./canonical.ts";
import { labelled } from "./hashes.ts";
import type { Subject } from "./header.ts";
import { type BidderKey, sign } from "./signing.ts";

export type Withdrawal = { readonly t: string } & Omit<Subject, "documents">;

/** Sign the withdrawal of a bid; `subject.prev` is the hash taken back, `subject.seq` one more. */
export async function signWithdrawal(
  subject: Omit<Withdrawal, "t" | "bidder_key">, key: BidderKey,
): Promise<{ withdrawal: Withdrawal; signature: string }> {
  const withdrawal: Withdrawal = { ...subject, t: "poletai-withdrawal/v1", bidder_key: key.pub };
  const hash = await labelled("withdrawal", canonical(withdrawal as unknown as Json));
  return { withdrawal, signature: hex(await sign(key, "withdrawal", hash)) };
}
