/** Opening: from a payload and its key, or k released shares, to the content of a part. */

import { type Bytes, fromHex, hex } from "./bytes.ts";
import { open as decrypt } from "./cobblestone.ts";
import { sha256 } from "./hashes.ts";
import { type Header, type PartRow, boundFields, keyCommitment, partContext, shareCommitment } from "./header.ts";
import type { Keyset } from "./keyset.ts";
import { unpadded } from "./plaintext.ts";
import { recover, shareAt } from "./shares.ts";

export interface ReleasedShare {
  readonly i: number;
  readonly share: Bytes;
}

/** Open a part with its key; throws unless header, payload, key and content all agree. */
export async function openPart(
  header: Header, keyset: Keyset, part: string, payload: Bytes, key: Bytes,
): Promise<Bytes> {
  const row = rowOf(header, part);
  const context = await partContext(header, keyset, part);
  if (hex(await keyCommitment(context, key)) !== row.key_commit) {
    throw new Error("the key is not the one this bid is committed to");
  }
  if (payload.length !== row.len || hex(await sha256(payload)) !== row.sha256) {
    throw new Error("the payload is not the one this bid is committed to");
  }
  const plaintext = await decrypt(key, context, payload);
  return unpadded(boundFields(header, keyset, part), plaintext);
}

/**
 * The key that released shares stand for, once all n commitments are re-derived from it.
 *
 * Throws "dealer fault" when the committed shares do not lie on one polynomial: then every
 * k-subset finds it, and nobody can choose afterwards whether the bid opens.
 */
export async function keyFromShares(
  header: Header, keyset: Keyset, part: string, released: readonly ReleasedShare[],
): Promise<Bytes> {
  const row = rowOf(header, part);
  const context = await partContext(header, keyset, part);
  const kept: Bytes[] = [];
  for (const { i, share } of released) {
    const committed = row.shares.find((candidate) => candidate.i === i)?.commit;
    if (hex(await shareCommitment(context, i, share)) === committed) kept.push(share);
  }
  if (kept.length < keyset.k) throw new Error(`${kept.length} of ${keyset.k} needed shares are valid`);
  const used = kept.slice(0, keyset.k);
  for (const { i, x, commit } of row.shares) {
    if (hex(await shareCommitment(context, i, shareAt(used, x))) !== commit) {
      throw new Error(`dealer fault: the share of custodian ${i} is not on the polynomial`);
    }
  }
  return recover(used);
}

/** Open a part of one's own bid with the recovery file's key. */
export function openOwn(
  header: Header, keyset: Keyset, part: string, payload: Bytes, keys: Readonly<Record<string, string>>,
): Promise<Bytes> {
  return openPart(header, keyset, part, payload, fromHex(keys[part] ?? ""));
}

function rowOf(header: Header, part: string): PartRow {
  const row = header.parts[part];
  if (!row) throw new Error(`the bid has no part ${part}`);
  return row;
}
