/** Labelled hashes: H(label, d...) = SHA-256("poletai-bid/v1/" || label || 00 || d...). */

import { sha256 as incremental } from "@noble/hashes/sha2.js";

import { type Bytes, concat, utf8 } from "./bytes.ts";

const PREFIX = "poletai-bid/v1/";

export interface RunningHash {
  update(bytes: Uint8Array): void;
  digest(): Bytes;
}

export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Bytes));
}

/** WebCrypto hashes only what is whole in memory; large payloads are hashed as they pass. */
export function runningSha256(): RunningHash {
  const state = incremental.create();
  return {
    update: (bytes) => void state.update(bytes),
    digest: () => state.digest() as Bytes,
  };
}

export function labelled(label: string, ...parts: Uint8Array[]): Promise<Bytes> {
  return sha256(tagged(label, ...parts));
}

/** The bytes under a labelled hash or signature: prefix, label, a zero byte, the parts. */
export function tagged(label: string, ...parts: Uint8Array[]): Bytes {
  return concat(utf8(PREFIX + label), new Uint8Array(1), ...parts);
}
