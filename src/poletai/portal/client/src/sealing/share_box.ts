/** Sealed shares: HPKE (RFC 9180) to one custodian's key, bound to the bid by its context. */

import {
  AEAD_AES_256_GCM,
  CipherSuite,
  KDF_HKDF_SHA256,
  KEM_DHKEM_X25519_HKDF_SHA256,
} from "hpke";

import { type Bytes, concat } from "./bytes.ts";
import { tagged } from "./hashes.ts";

const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
const ENC = 32;

export interface CustodianKeys {
  readonly pub: Bytes;
  readonly secret: Bytes;
}

/** Seal a share of 33 bytes to 81: enc(32) || ciphertext. */
export async function sealShare(pub: Bytes, context: Bytes, i: number, share: Bytes): Promise<Bytes> {
  const key = await suite.DeserializePublicKey(pub);
  const sealed = await suite.Seal(key, share, { info: shareInfo(context, i) });
  return concat(sealed.encapsulatedSecret, sealed.ciphertext);
}

/** Open a sealed share; throws when it was sealed to another key, bid, part or custodian. */
export async function openShare(keys: CustodianKeys, context: Bytes, i: number, sealed: Bytes): Promise<Bytes> {
  const pair = {
    // An imported X25519 private key does not tell its public key: HPKE needs both.
    privateKey: await suite.DeserializePrivateKey(keys.secret, true),
    publicKey: await suite.DeserializePublicKey(keys.pub),
  };
  const info = shareInfo(context, i);
  return (await suite.Open(pair, sealed.subarray(0, ENC), sealed.subarray(ENC), { info })) as Bytes;
}

function shareInfo(context: Bytes, i: number): Bytes {
  return tagged("share", context, Uint8Array.of(i));
}
