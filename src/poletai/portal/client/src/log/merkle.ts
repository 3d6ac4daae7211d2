/** Merkle proofs, verified as RFC 9162 2.1.3.2 has it. */

import { type Bytes, concat, same } from "../sealing/bytes.ts";
import { sha256 } from "../sealing/hashes.ts";

export function hashLeaf(entry: Uint8Array): Promise<Bytes> {
  return sha256(concat(Uint8Array.of(0), entry));
}

function hashNode(left: Uint8Array, right: Uint8Array): Promise<Bytes> {
  return sha256(concat(Uint8Array.of(1), left, right));
}

/** Throws unless the proof leads from the leaf at `index` to the root over `size` leaves. */
export async function verifyInclusion(
  leaf: Bytes, index: number, size: number, proof: readonly Bytes[], root: Bytes,
): Promise<void> {
  if (index >= size) throw new Error(`leaf ${index} is not among ${size} leaves`);
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) throw new Error("the inclusion proof is too long");
    if (node % 2 === 1 || node === last) {
      hash = await hashNode(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = await hashNode(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  if (last !== 0 || !same(hash, root)) throw new Error("the inclusion proof does not lead to the root");
}
