/** Receipts: a bid's place in the public log, in the c2sp.org/tlog-proof@v1 format. */

import { type Bytes, fromBase64, hex } from "../sealing/bytes.ts";
import { type Json, canonical } from "../sealing/canonical.ts";
import { labelled } from "../sealing/hashes.ts";
import { hashLeaf, verifyInclusion } from "./merkle.ts";
import { type Checkpoint, type Policy, openCheckpoint } from "./policy.ts";

const HEADER = "c2sp.org/tlog-proof@v1";

export interface Receipt {
  readonly index: number;
  /** The salt of a blinded leaf. */
  readonly extra: Bytes | null;
  readonly proof: readonly Bytes[];
  readonly checkpoint: string;
}

/** The public part of an event; a deposit's carries `data.bid_hash`. */
export interface Envelope {
  readonly [key: string]: Json;
  readonly data: { readonly [key: string]: Json };
}

export function readReceipt(file: string): Receipt {
  const at = file.indexOf("\n\n");
  const lines = file.slice(0, at).split("\n");
  if (at < 0 || lines.shift() !== HEADER) throw new Error(`not a receipt: it does not begin with ${HEADER}`);
  const extra = lines[0]?.startsWith("extra ") ? fromBase64((lines.shift() as string).slice(6)) : null;
  const index = /^index (0|[1-9]\d{0,14})$/.exec(lines.shift() ?? "")?.[1];
  if (index === undefined) throw new Error("the receipt has no index");
  return { index: Number(index), extra, proof: lines.map(readHash), checkpoint: file.slice(at + 2) };
}

/** The leaf entry of a confidential event: blinded, and alike for all of them. */
export async function blindedEntry(envelope: Envelope, salt: Bytes): Promise<Bytes> {
  const digest = await labelled("event", canonical(envelope));
  return canonical({ h: hex(await labelled("leaf", salt, digest)), t: "c", v: 1 });
}

/**
 * Check that the log took this bid: envelope, leaf, inclusion, signatures and quorum.
 *
 * Returns the checkpoint it stands under; throws with the first thing that does not hold.
 */
export async function verifyReceipt(
  file: string, envelope: Envelope, bidHash: string, policy: Policy,
): Promise<Checkpoint> {
  const receipt = readReceipt(file);
  if (envelope.data["bid_hash"] !== bidHash) throw new Error("the event is about another bid");
  const entry = receipt.extra ? await blindedEntry(envelope, receipt.extra) : canonical(envelope);
  const checkpoint = await openCheckpoint(policy, receipt.checkpoint);
  const leaf = await hashLeaf(entry);
  await verifyInclusion(leaf, receipt.index, checkpoint.size, receipt.proof, checkpoint.root);
  return checkpoint;
}

function readHash(line: string): Bytes {
  const hash = fromBase64(line);
  if (hash.length !== 32) throw new Error("a hash of the receipt is not 32 bytes");
  return hash;
}
