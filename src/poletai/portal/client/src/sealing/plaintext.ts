/** The plaintext of a part: u32 length, inner manifest, content, zero padding to a Padme length. */

import { type Bytes, bigEndian, concat, hex, readBigEndian, text } from "./bytes.ts";
import { type Json, canonical } from "./canonical.ts";
import { padme } from "./padme.ts";

const ZEROS = new Uint8Array(65_536);

/** What is sealed in one part: its length in bytes, and its bytes as often as they are asked for. */
export interface Content {
  readonly size: number;
  stream(): AsyncIterable<Uint8Array>;
}

export function contentOf(bytes: Bytes): Content {
  return {
    size: bytes.length,
    async *stream() {
      yield bytes;
    },
  };
}

/** The padded plaintext, piece by piece; throws when the content is not as long as it says. */
export async function* padded(fields: { [key: string]: Json }, content: Content): AsyncGenerator<Uint8Array> {
  const head = manifestBytes(fields, content.size);
  yield head;
  let length = 0;
  for await (const piece of content.stream()) {
    length += piece.length;
    yield piece;
  }
  if (length !== content.size) throw new Error("the content changed while it was being sealed");
  for (let rest = padme(head.length + length) - head.length - length; rest > 0; rest -= ZEROS.length) {
    yield ZEROS.subarray(0, Math.min(rest, ZEROS.length));
  }
}

/** Take the content out of an opened plaintext; throws unless manifest and padding are exact. */
export function unpadded(fields: { [key: string]: Json }, plaintext: Bytes): Bytes {
  const manifestEnd = 4 + readBigEndian(plaintext.subarray(0, 4));
  const length: unknown = JSON.parse(text(plaintext.subarray(4, manifestEnd))).len;
  if (typeof length !== "number") throw new Error("the inner manifest says no length");
  const expected = manifestBytes(fields, length);
  if (hex(plaintext.subarray(0, manifestEnd)) !== hex(expected)) {
    throw new Error("the inner manifest is not the header's: the content was sealed for another bid");
  }
  const end = manifestEnd + length;
  if (plaintext.length !== padme(end)) throw new Error("the padding is not Padme's");
  if (plaintext.subarray(end).some((byte) => byte !== 0)) throw new Error("the padding is not zero");
  return plaintext.slice(manifestEnd, end);
}

function manifestBytes(fields: { [key: string]: Json }, len: number): Bytes {
  const manifest = canonical({ ...fields, len });
  return concat(bigEndian(manifest.length, 4), manifest);
}
