/** The recovery file of a reserve: the amount and the salt that open the hash a notice carries. */

import { concat, fromHex, hex, utf8 } from "./bytes.ts";
import { canonical } from "./canonical.ts";
import { sha256 } from "./hashes.ts";

/** An amount as text, the salt it was sealed with, in hex, and the hash the two give. */
export interface Reserve {
  readonly t: string;
  readonly amount: string;
  readonly currency: string;
  readonly salt: string;
  readonly reserve_hash: string;
}

const KIND = "poletai-reserve/v1";
const LABEL = "poletai-auction/v1/reserve";
const SALT = 32;

/** Seal an amount with a salt drawn here; throws where it is no amount above 0. */
export function sealReserve(typed: string, currency = "CNY"): Promise<Reserve> {
  const salt = hex(crypto.getRandomValues(new Uint8Array(SALT)));
  return sealed(plainAmount(typed), currency, salt);
}

/** Read a reserve's file; throws where it does not open its own hash. */
export async function readReserve(content: string): Promise<Reserve> {
  const found = JSON.parse(content) as Partial<Reserve>;
  const { t, amount, currency, salt, reserve_hash } = found;
  if (t !== KIND || !amount || !currency || salt?.length !== 2 * SALT) throw new Error("not a reserve file");
  const again = await sealed(amount, currency, salt);
  if (again.reserve_hash !== reserve_hash) throw new Error("the amount and the salt do not give the hash");
  return again;
}

/** Write an amount in one way, 850000.00: a commitment is to the text, not to the number. */
export function plainAmount(typed: string): string {
  const plain = typed.normalize("NFKC").replace(/[, ]/g, "");
  const match = /^0*([0-9]{1,18})(?:\.([0-9]{1,2}))?$/.exec(plain);
  if (!match || !/[1-9]/.test(plain)) throw new Error(`${typed} is no amount above 0`);
  return `${match[1]}.${(match[2] ?? "").padEnd(2, "0")}`;
}

async function sealed(amount: string, currency: string, salt: string): Promise<Reserve> {
  const body = canonical({ amount, currency });
  const hash = await sha256(concat(utf8(LABEL), new Uint8Array(1), fromHex(salt), body));
  return { t: KIND, amount, currency, salt, reserve_hash: hex(hash) };
}
