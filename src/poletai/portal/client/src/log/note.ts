/** Signed notes, as c2sp.org/signed-note v1.0.0 has them, and their keys. */

import { type Bytes, bigEndian, concat, fromBase64, hex, readBigEndian, same, utf8 } from "../sealing/bytes.ts";
import { sha256 } from "../sealing/hashes.ts";
import { verifyRaw } from "../sealing/signing.ts";

export const ED25519 = 1;
export const COSIGNATURE = 4;

export interface Verifier {
  readonly name: string;
  readonly id: Bytes;
  readonly kind: number;
  readonly pub: Bytes;
}

interface Line {
  readonly name: string;
  readonly id: Bytes;
  readonly blob: Bytes;
}

export interface Note {
  /** The signed text, with its last line feed. */
  readonly text: string;
  readonly lines: readonly Line[];
}

/** Read a key from its vkey `name+id+base64(type || key)`; throws when the id is another key's. */
export async function readVerifier(vkey: string): Promise<Verifier> {
  const [name = "", id = "", ...rest] = vkey.split("+");
  const typed = fromBase64(rest.join("+"));
  const found = (await sha256(concat(utf8(`${name}\n`), typed))).subarray(0, 4);
  if (name === "" || hex(found) !== id || typed.length !== 33) throw new Error(`not a key: ${vkey}`);
  return { name, id: found, kind: typed[0] ?? 0, pub: typed.slice(1) };
}

/** Split a note at its last empty line; checks no signature. */
export function splitNote(note: string): Note {
  const at = note.lastIndexOf("\n\n");
  const lines = note.slice(at + 2).split("\n");
  if (at < 0 || lines.pop() !== "" || lines.length === 0) throw new Error("not a signed note");
  return { text: note.slice(0, at + 1), lines: lines.map(readLine) };
}

/**
 * The time of the key's signature under the note (0 for keys that sign no time), or null for none.
 *
 * Throws when a line names the key and its signature does not hold.
 */
export async function signedAt(note: Note, key: Verifier): Promise<number | null> {
  const line = note.lines.find((one) => one.name === key.name && same(one.id, key.id));
  if (!line) return null;
  const time = key.kind === COSIGNATURE ? readBigEndian(line.blob.subarray(0, 8)) : 0;
  const message = key.kind === COSIGNATURE ? `cosignature/v1\ntime ${time}\n${note.text}` : note.text;
  const signature = key.kind === COSIGNATURE ? line.blob.slice(8) : line.blob;
  if (key.kind === COSIGNATURE && !same(bigEndian(time, 8), line.blob.subarray(0, 8))) {
    throw new Error(`the time of ${key.name} is out of range`);
  }
  if (!(await verifyRaw(key.pub, utf8(message), signature))) {
    throw new Error(`the signature of ${key.name} does not hold`);
  }
  return time;
}

function readLine(line: string): Line {
  const match = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line);
  if (!match) throw new Error(`not a signature line: ${line.slice(0, 80)}`);
  const bytes = fromBase64(match[2] ?? "");
  if (bytes.length < 5) throw new Error(`an empty signature: ${line.slice(0, 80)}`);
  return { name: match[1] ?? "", id: bytes.slice(0, 4), blob: bytes.slice(4) };
}
