/** Signed words: the bytes a bidder's session key signs, the same as the room checks. */

import { type Bytes, base64, concat, utf8 } from "../sealing/bytes.ts";
import { type Json, canonical } from "../sealing/canonical.ts";
import { type Said, type SignedSaid } from "./messages.ts";

const LABEL = utf8("poletai-room/v1/say\0");

/** The label, then the canonical JSON of what is said: figures that are not given are left out. */
export function signedBytes(room: string, plate: string, said: Said): Bytes {
  const body: Record<string, Json> = { room, plate, seq: said.seq, kind: said.kind };
  if (said.amount !== undefined) body["amount"] = said.amount;
  if (said.quantity !== undefined) body["quantity"] = said.quantity;
  if (said.dimension) body["dimension"] = said.dimension;
  if (said.items?.length) body["items"] = said.items;
  return concat(LABEL, canonical(body));
}

/** Sign what is said; with a session secret also say its MAC. */
export async function signSaid(
  room: string, plate: string, said: Said, key: CryptoKey, secret?: CryptoKey,
): Promise<SignedSaid> {
  const bytes = signedBytes(room, plate, said);
  const sig = base64(new Uint8Array(await crypto.subtle.sign("Ed25519", key, bytes)));
  if (!secret) return { ...said, sig };
  const mac = base64(new Uint8Array(await crypto.subtle.sign("HMAC", secret, bytes)));
  return { ...said, sig, mac };
}

/** The session's secret as a key for MACs. */
export function sessionSecret(bytes: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}
