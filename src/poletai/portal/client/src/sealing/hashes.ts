/** Labelled hashes: H(label, d...) = SHA-256("poletai-bid/v1/" || label || 00 || d...). */

import { sha256 as incremental } from "@noble/hashes/sha2.js";

import { type Bytes, concat, utf8 } from "./bytes.ts";

const PREFIX = "poletai-bid/v1/";

/** WebCrypto hashes only what is whole in memory, twenty times as fast as a script can. */
const WHOLE = 512 * 1024 * 1024;

export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Bytes));
}

/** Hash a file or payload: at once where memory allows it, else piece by piece. */
export async function sha256Of(blob: Blob): Promise<Bytes> {
  if (blob.size > WHOLE) return piecewise(blob);
  const whole = await blob.arrayBuffer().catch(() => null);
  return whole ? sha256(new Uint8Array(whole)) : piecewise(blob);
}

/** The pieces of a file, as the browser reads them. */
export async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** Hash a file of any size piece by piece, in little memory. */
export async function piecewise(blob: Blob): Promise<Bytes> {
  const state = incremental.create();
  for await (const piece of piecesOf(blob)) state.update(piece);
  return state.digest() as Bytes;
}

export function labelled(label: string, ...parts: Uint8Array[]): Promise<Bytes> {
  return sha256(tagged(label, ...parts));
}

/** The bytes under a labelled hash or signature: prefix, label, a zero byte, the parts. */
export function tagged(label: string, ...parts: Uint8Array[]): Bytes {
  return concat(utf8(PREFIX + label), new Uint8Array(1), ...parts);
}
