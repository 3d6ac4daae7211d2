/** Keysets: the custodians' keys of one lot, k of whom open its bids. */

import { type Bytes, fromHex, hex } from "./bytes.ts";
import { type Json, canonical } from "./canonical.ts";
import { labelled } from "./hashes.ts";
import { verify } from "./signing.ts";

/** One custodian: `id` is its long-term Ed25519 key, `sig` that key's signature over `pub`. */
export interface Custodian {
  readonly i: number;
  readonly id: string;
  readonly pub: string;
  readonly sig: string;
}

export interface Keyset {
  readonly t: string;
  readonly procedure: string;
  readonly lot: string;
  readonly k: number;
  readonly n: number;
  readonly parts: readonly string[];
  readonly custodians: readonly Custodian[];
}

export async function keysetHash(keyset: Keyset): Promise<Bytes> {
  return labelled("keyset", canonical(keyset as unknown as Json));
}

/**
 * Check a keyset against the hash the public notice pins; throws with what is wrong.
 *
 * A browser that sealed to other keys than those of the notice would give the bid away.
 */
export async function checkKeyset(keyset: Keyset, pinned: string): Promise<void> {
  const { custodians, k, n, parts } = keyset;
  requireThat(keyset.t === "poletai-keyset/v1", `the keyset is of kind ${keyset.t}`);
  requireThat(custodians.length === n && custodians.every(({ i }, at) => i === at + 1), "its custodians are not 1 to n");
  requireThat(new Set(custodians.map(({ id }) => id)).size === n, "one custodian is named twice");
  requireThat(k >= 2 && k <= n && n <= 255, `k = ${k} and n = ${n} do not fit`);
  requireThat(parts.length > 0 && new Set(parts).size === parts.length, "its parts are not distinct");
  for (const custodian of custodians) {
    requireThat(await isSigned(keyset, custodian), `custodian ${custodian.i} did not sign its key for this lot`);
  }
  const found = hex(await keysetHash(keyset));
  requireThat(found === pinned, `the keyset's hash is ${found}, and the notice pins ${pinned}`);
}

async function isSigned({ procedure, lot }: Keyset, { id, pub, sig }: Custodian): Promise<boolean> {
  const hash = await labelled("lot-key", canonical({ id, lot, procedure, pub }));
  return verify(fromHex(id), "lot-key", hash, fromHex(sig));
}

function requireThat(holds: boolean, complaint: string): void {
  if (!holds) throw new Error(`keyset: ${complaint}. Do not seal, and report it to the trading centre.`);
}
