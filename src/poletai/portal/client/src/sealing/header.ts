/** The header of a sealed bid: who bids on what, and the commitments that bind its parts. */

import type { Bytes } from "./bytes.ts";
import { type Json, canonical } from "./canonical.ts";
import { labelled } from "./hashes.ts";
import type { Keyset } from "./keyset.ts";

export const KIND = "poletai-bid/v1";
export const SUITE = 1;

/** What a bid is about, before anything is sealed. */
export interface Subject {
  readonly procedure: string;
  readonly lot: string;
  /** The hash of the keyset, as the notice pins it. */
  readonly keyset: string;
  readonly bid_id: string;
  readonly bidder: string;
  readonly bidder_key: string;
  readonly seq: number;
  /** The hash of the bid this one replaces; empty for the first. */
  readonly prev: string;
  readonly documents: string;
}

export interface ShareRow {
  readonly i: number;
  readonly x: number;
  readonly commit: string;
  readonly sealed: string;
}

export interface PartRow {
  readonly key_commit: string;
  readonly len: number;
  readonly sha256: string;
  readonly shares: readonly ShareRow[];
}

export interface Header extends Subject {
  readonly t: string;
  readonly suite: number;
  readonly parts: Readonly<Record<string, PartRow>>;
}

/** The fields that every part is bound to: the context's, and the inner manifest's without len. */
export function boundFields(subject: Subject, keyset: Keyset, part: string): { [key: string]: Json } {
  const { procedure, lot, bid_id, bidder, bidder_key, seq, documents } = subject;
  return {
    procedure, lot, keyset: subject.keyset, bid_id, bidder, bidder_key, seq, part, documents,
    suite: SUITE, k: keyset.k, n: keyset.n,
  };
}

/** ctx: 32 bytes inside every key derivation, so that copied or replayed pieces do not open. */
export function partContext(subject: Subject, keyset: Keyset, part: string): Promise<Bytes> {
  return labelled("ctx", canonical(boundFields(subject, keyset, part)));
}

export function bidHash(header: Header): Promise<Bytes> {
  return labelled("bid", canonical(header as unknown as Json));
}

export function keyCommitment(context: Bytes, key: Bytes): Promise<Bytes> {
  return labelled("key", context, key);
}

export function shareCommitment(context: Bytes, i: number, share: Bytes): Promise<Bytes> {
  return labelled("share", context, Uint8Array.of(i), share);
}
