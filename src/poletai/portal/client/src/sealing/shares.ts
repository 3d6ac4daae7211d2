/** Shamir shares over GF(2^8): 32 y-bytes, then the byte x; any k of n give the key back. */

import { combine, split } from "shamir-secret-sharing";

import type { Bytes } from "./bytes.ts";

const EXP = new Uint8Array(510);
const LOG = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  EXP[i] = EXP[i + 255] = value;
  LOG[value] = i;
  // Multiply by the generator 3 = x + 1 modulo 0x11B.
  value ^= (value << 1) ^ (value & 0x80 ? 0x11b : 0);
}

/** Deal n shares of a key, k of which are needed. */
export async function deal(key: Bytes, k: number, n: number): Promise<Bytes[]> {
  return (await split(key, n, k)) as Bytes[];
}

/** The key that k or more shares stand for; too few or wrong ones give garbage, so check it. */
export async function recover(shares: readonly Bytes[]): Promise<Bytes> {
  return (await combine([...shares])) as Bytes;
}

/** The share at `x` on the polynomials that these shares lie on. */
export function shareAt(shares: readonly Uint8Array[], x: number): Bytes {
  const length = (shares[0]?.length ?? 1) - 1;
  const derived = new Uint8Array(length + 1);
  const xs = shares.map((share) => share[length] ?? 0);
  const weights = xs.map((_, j) => weight(xs, j, x));
  for (let byte = 0; byte < length; byte++) {
    derived[byte] = shares.reduce((sum, share, j) => sum ^ times(share[byte] ?? 0, weights[j] ?? 0), 0);
  }
  derived[length] = x;
  return derived;
}

/** The Lagrange basis polynomial of point j, at x. */
function weight(xs: readonly number[], j: number, x: number): number {
  const own = xs[j] ?? 0;
  return xs.reduce((product, other, m) => (m === j ? product : times(product, over(x ^ other, own ^ other))), 1);
}

function times(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : (EXP[(LOG[left] ?? 0) + (LOG[right] ?? 0)] ?? 0);
}

function over(left: number, right: number): number {
  if (right === 0) throw new Error("two shares have the same x");
  return left === 0 ? 0 : (EXP[(LOG[left] ?? 0) + 255 - (LOG[right] ?? 0)] ?? 0);
}
