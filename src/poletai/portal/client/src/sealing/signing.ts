/** Ed25519 signatures over labelled hashes, and the bidder's key that makes them. */

import { type Bytes, fromBase64, fromHex, hex } from "./bytes.ts";
import { tagged } from "./hashes.ts";

export interface BidderKey {
  /** 32 bytes, lower-case hex. */
  readonly pub: string;
  readonly privateKey: CryptoKey;
  /** The 32-byte seed as hex: it goes into the recovery file and nowhere else. */
  readonly seed: string;
}

export async function makeBidderKey(): Promise<BidderKey> {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
  const { x, d } = await crypto.subtle.exportKey("jwk", pair.privateKey);
  if (!x || !d) throw new Error("this browser cannot export an Ed25519 key");
  return { pub: hex(fromBase64Url(x)), privateKey: pair.privateKey, seed: hex(fromBase64Url(d)) };
}

/** The bidder's key from a recovery file, to replace or withdraw a bid with. */
export async function bidderKeyFromSeed(seed: string): Promise<BidderKey> {
  // The fixed PKCS #8 head of an Ed25519 private key (RFC 8410), then its seed.
  const pkcs8 = fromHex(`302e020100300506032b657004220420${seed}`);
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const { x = "" } = await crypto.subtle.exportKey("jwk", privateKey);
  return { pub: hex(fromBase64Url(x)), privateKey, seed };
}

/** The signature over "poletai-bid/v1/<label>-sig" || 00 || hash, 64 bytes. */
export async function sign(key: BidderKey, label: string, hash: Bytes): Promise<Bytes> {
  const message = tagged(`${label}-sig`, hash);
  return new Uint8Array(await crypto.subtle.sign("Ed25519", key.privateKey, message));
}

export function verify(pub: Bytes, label: string, hash: Bytes, signature: Bytes): Promise<boolean> {
  return verifyRaw(pub, tagged(`${label}-sig`, hash), signature);
}

export async function verifyRaw(pub: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", pub, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, message);
}

function fromBase64Url(encoded: string): Bytes {
  const standard = encoded.replaceAll("-", "+").replaceAll("_", "/");
  return fromBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, "="));
}
