/** The session key: an Ed25519 key that signs this browser's bids and can never leave it. */

import { hex } from "../sealing/bytes.ts";

const [BASE, SHELF] = ["poletai-rooms", "keys"];

export interface SessionKey {
  readonly privateKey: CryptoKey;
  /** 32 bytes, lower-case hex. */
  readonly pub: string;
}

/** The key of this browser for one room, made at the first visit. */
export async function sessionKey(room: string): Promise<SessionKey> {
  // Where a browser keeps nothing, as some do in private windows, the key lives as long as the page.
  const pair = await kept(room).catch(() => made());
  return { privateKey: pair.privateKey, pub: hex(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey))) };
}

async function kept(room: string): Promise<CryptoKeyPair> {
  const base = await open();
  const found = await asked<CryptoKeyPair | undefined>(shelf(base, "readonly").get(room));
  const pair = found ?? (await made());
  if (!found) await asked(shelf(base, "readwrite").put(pair, room));
  base.close();
  return pair;
}

async function made(): Promise<CryptoKeyPair> {
  return (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(BASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(SHELF);
  return asked(request);
}

function shelf(base: IDBDatabase, mode: IDBTransactionMode): IDBObjectStore {
  return base.transaction(SHELF, mode).objectStore(SHELF);
}

function asked<Found>(request: IDBRequest<Found>): Promise<Found> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
