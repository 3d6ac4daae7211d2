/** Sealing: from what a bidder offers to a header, ciphertexts and a recovery file. */

import { type Bytes, fromHex, hex, randomBytes } from "./bytes.ts";
import { seal as encrypt } from "./cobblestone.ts";
import { sha256Of } from "./hashes.ts";
import {
  type Header, type PartRow, type ShareRow, type Subject,
  KIND, SUITE, bidHash, boundFields, keyCommitment, partContext, shareCommitment,
} from "./header.ts";
import { type Keyset, checkKeyset } from "./keyset.ts";
import { type Content, padded } from "./plaintext.ts";
import { type Recovery, recoveryFile } from "./recovery.ts";
import { sealShare } from "./share_box.ts";
import { deal } from "./shares.ts";
import { type BidderKey, makeBidderKey, sign } from "./signing.ts";

export type Identity = Omit<Subject, "bidder_key">;
export type Progress = (part: string, sealedBytes: number) => void;

export interface SealedBid {
  readonly header: Header;
  /** Lower-case hex, like the signature. */
  readonly bidHash: string;
  readonly signature: string;
  readonly payloads: Readonly<Record<string, Blob>>;
  readonly recovery: Recovery;
}

interface SealedPart {
  readonly row: PartRow;
  readonly key: Bytes;
  readonly payload: Blob;
}

/**
 * Seal the parts of a bid to the custodians of its lot.
 *
 * Reads the contents piece by piece, so that 200 MB need no 200 MB of memory. Throws when the
 * keyset is not the one that `identity.keyset` pins or when a part is missing or unknown.
 */
export async function sealBid(
  identity: Identity,
  keyset: Keyset,
  contents: Readonly<Record<string, Content>>,
  progress: Progress = () => undefined,
  bidderKey?: BidderKey,
): Promise<SealedBid> {
  await checkKeyset(keyset, identity.keyset);
  requireSameLot(identity, keyset);
  requireParts(keyset, contents);
  const key = bidderKey ?? (await makeBidderKey());
  const subject: Subject = { ...identity, bidder_key: key.pub };
  const sealed: Record<string, SealedPart> = {};
  for (const part of keyset.parts) {
    sealed[part] = await sealPart(subject, keyset, part, contents[part] as Content, progress);
  }
  const header: Header = { ...subject, t: KIND, suite: SUITE, parts: pick(sealed, (part) => part.row) };
  const hash = await bidHash(header);
  const signature = hex(await sign(key, "bid", hash));
  const keys = pick(sealed, (part) => hex(part.key));
  return {
    header,
    bidHash: hex(hash),
    signature,
    payloads: pick(sealed, (part) => part.payload),
    recovery: recoveryFile(header, hex(hash), key, keys),
  };
}

async function sealPart(
  subject: Subject, keyset: Keyset, part: string, content: Content, progress: Progress,
): Promise<SealedPart> {
  const context = await partContext(subject, keyset, part);
  const key = randomBytes(32);
  const pieces: Blob[] = [];
  let len = 0;
  for await (const piece of encrypt(key, context, padded(boundFields(subject, keyset, part), content))) {
    // A blob may live on disk; a byte array would stay in memory.
    pieces.push(new Blob([piece]));
    len += piece.length;
    progress(part, len);
  }
  const shares = await sealShares(keyset, context, key);
  const key_commit = hex(await keyCommitment(context, key));
  const payload = new Blob(pieces);
  return { key, payload, row: { key_commit, len, sha256: hex(await sha256Of(payload)), shares } };
}

async function sealShares(keyset: Keyset, context: Bytes, key: Bytes): Promise<ShareRow[]> {
  const shares = await deal(key, keyset.k, keyset.n);
  return Promise.all(
    keyset.custodians.map(async ({ i, pub }, position) => {
      const share = shares[position] as Bytes;
      const commit = hex(await shareCommitment(context, i, share));
      const sealed = hex(await sealShare(fromHex(pub), context, i, share));
      return { i, x: share[share.length - 1] as number, commit, sealed };
    }),
  );
}

function requireSameLot(identity: Identity, keyset: Keyset): void {
  if (identity.procedure !== keyset.procedure || identity.lot !== keyset.lot) {
    throw new Error(`the keyset is of lot ${keyset.lot} of ${keyset.procedure}, not of the lot bid on`);
  }
}

function requireParts(keyset: Keyset, contents: Readonly<Record<string, Content>>): void {
  const given = Object.keys(contents).sort().join(", ");
  const wanted = [...keyset.parts].sort().join(", ");
  if (given !== wanted) throw new Error(`a bid on this lot has the parts ${wanted}, not ${given}`);
}

function pick<T>(sealed: Record<string, SealedPart>, choose: (part: SealedPart) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(sealed).map(([name, part]) => [name, choose(part)]));
}
