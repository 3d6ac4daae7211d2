/** Cobblestone-256: chunked encryption as the C2SP chunked-encryption draft of 2026-07-13 has it. */

import { type Bytes, concat, randomBytes, same, utf8 } from "./bytes.ts";

export const CHUNK = 16_384;
export const SALT = 24;
const COMMITMENT = 32;
const TAG = 16;
const TOGETHER = 64;
const LABEL = "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM";

interface Keys {
  readonly key: CryptoKey;
  readonly nonce: Bytes;
  readonly commitment: Bytes;
}

/** Encrypt a stream of plaintext pieces of any size; yields salt || commitment, then ciphertext. */
export async function* seal(
  key: Uint8Array,
  context: Uint8Array,
  pieces: AsyncIterable<Uint8Array>,
  salt: Uint8Array = randomBytes(SALT),
): AsyncGenerator<Bytes> {
  const keys = await derive(key, salt, context);
  yield concat(salt, keys.commitment);
  let index = 0;
  let last: Uint8Array = new Uint8Array(0);
  for await (const run of runs(pieces)) {
    const whole = Math.floor(run.length / CHUNK);
    if (whole > 0) yield await sealChunks(keys, index, run.subarray(0, whole * CHUNK));
    index += whole;
    last = run.subarray(whole * CHUNK);
  }
  // The last chunk is always shorter than the others, and may be empty: that marks the end.
  yield await sealChunk(keys, index, last);
}

/** Decrypt a whole ciphertext; throws when key, context, order or length is not the sealed one. */
export async function open(key: Uint8Array, context: Uint8Array, ciphertext: Uint8Array): Promise<Bytes> {
  if (ciphertext.length < SALT + COMMITMENT + TAG) throw new Error("the ciphertext is too short to be whole");
  const keys = await derive(key, ciphertext.subarray(0, SALT), context);
  if (!same(keys.commitment, ciphertext.subarray(SALT, SALT + COMMITMENT))) {
    throw new Error("the ciphertext is not committed to this key and context");
  }
  const body = ciphertext.subarray(SALT + COMMITMENT);
  const full = Math.floor(body.length / (CHUNK + TAG));
  const rest = body.length - full * (CHUNK + TAG);
  if (rest < TAG) throw new Error("the ciphertext is truncated: its last chunk is missing");
  const plain = new Uint8Array(body.length - (full + 1) * TAG);
  for (let first = 0; first <= full; first += TOGETHER) {
    const indexes = range(first, Math.min(first + TOGETHER, full + 1));
    await Promise.all(indexes.map(async (i) => plain.set(await openChunk(keys, i, body), i * CHUNK)));
  }
  return plain;
}

/** HKDF-Expand only, by HMAC: WebCrypto's HKDF cannot leave out the Extract step. */
async function derive(key: Uint8Array, salt: Uint8Array, context: Uint8Array): Promise<Keys> {
  const prk = await crypto.subtle.importKey("raw", key as Bytes, { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
  const info = concat(utf8(LABEL), new Uint8Array(1), salt, context);
  const first = new Uint8Array(await crypto.subtle.sign("HMAC", prk, concat(info, Uint8Array.of(1))));
  const second = new Uint8Array(await crypto.subtle.sign("HMAC", prk, concat(first, info, Uint8Array.of(2))));
  const material = concat(first, second);
  return {
    key: await crypto.subtle.importKey("raw", material.slice(0, 32), "AES-GCM", false, ["encrypt", "decrypt"]),
    nonce: material.slice(32, 44),
    commitment: material.slice(44, 76),
  };
}

/** Gather pieces into runs of up to TOGETHER chunks; only the final run holds a short chunk. */
async function* runs(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Bytes> {
  const limit = TOGETHER * CHUNK;
  let held = new Uint8Array(limit);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(limit - filled, piece.length - at);
      held.set(piece.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      if (filled === limit) {
        yield held;
        held = new Uint8Array(limit);
        filled = 0;
      }
    }
  }
  yield held.subarray(0, filled);
}

async function sealChunks(keys: Keys, first: number, run: Uint8Array): Promise<Bytes> {
  const indexes = range(0, run.length / CHUNK);
  return concat(
    ...(await Promise.all(
      indexes.map((i) => sealChunk(keys, first + i, run.subarray(i * CHUNK, (i + 1) * CHUNK))),
    )),
  );
}

async function sealChunk(keys: Keys, index: number, chunk: Uint8Array): Promise<Bytes> {
  const algorithm = { name: "AES-GCM", iv: chunkNonce(keys.nonce, index) };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, keys.key, chunk as Bytes));
}

async function openChunk(keys: Keys, index: number, body: Uint8Array): Promise<Bytes> {
  const chunk = body.subarray(index * (CHUNK + TAG), (index + 1) * (CHUNK + TAG));
  const algorithm = { name: "AES-GCM", iv: chunkNonce(keys.nonce, index) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, keys.key, chunk as Bytes));
  } catch {
    throw new Error(`chunk ${index} of the ciphertext has been changed`);
  }
}

/** The base nonce XOR the chunk's number, big-endian over the last six of its twelve bytes. */
function chunkNonce(base: Bytes, index: number): Bytes {
  const nonce = base.slice();
  for (let i = 11, rest = index; i >= 6; i--, rest = Math.floor(rest / 256)) nonce[i]! ^= rest % 256;
  return nonce;
}

function range(from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, i) => from + i);
}
