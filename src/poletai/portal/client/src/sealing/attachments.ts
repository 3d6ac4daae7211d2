/** Attachments: the files of a part as one content: u32 length, JSON list of files, their bytes. */

import { type Bytes, bigEndian, concat, hex, readBigEndian, text } from "./bytes.ts";
import { type Json, canonical } from "./canonical.ts";
import { piecesOf, sha256Of } from "./hashes.ts";
import type { Content } from "./plaintext.ts";

const KIND = "poletai-files/v1";

/** One attached file; `sha256` is lower-case hex, `len` in bytes. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly len: number;
  readonly sha256: string;
}

/** Describe a file, its hash included. */
export async function describe(file: File): Promise<Attachment> {
  return { name: file.name, type: file.type, len: file.size, sha256: hex(await sha256Of(file)) };
}

/** The content that holds form data and files; the files are read when they are sealed. */
export function packFiles(data: Json, files: readonly File[], described: readonly Attachment[]): Content {
  const list = canonical({ t: KIND, data, files: described as unknown as Json });
  const head = concat(bigEndian(list.length, 4), list);
  return {
    size: files.reduce((sum, file) => sum + file.size, head.length),
    async *stream() {
      yield head;
      for (const file of files) yield* piecesOf(file);
    },
  };
}

/** Take a packed content apart again; throws when it is not exactly as long as its list says. */
export function unpackFiles(content: Bytes): { data: Json; files: { attachment: Attachment; bytes: Bytes }[] } {
  let at = 4 + readBigEndian(content.subarray(0, 4));
  const list = JSON.parse(text(content.subarray(4, at)));
  if (list.t !== KIND) throw new Error("this is not a list of files");
  const files = (list.files as Attachment[]).map((attachment) => {
    const bytes = content.slice(at, at + attachment.len);
    at += attachment.len;
    return { attachment, bytes };
  });
  if (at !== content.length) throw new Error("the files are not as long as their list says");
  return { data: list.data, files };
}
