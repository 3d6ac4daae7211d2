/** Canonical bytes: JSON as RFC 8785 (JCS) has it, restricted to ASCII keys and no fractions. */

import { type Bytes, utf8 } from "./bytes.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Return the RFC 8785 bytes; throws for fractions, large integers and keys outside ASCII. */
export function canonical(value: Json): Bytes {
  return utf8(write(value, "$"));
}

function write(value: Json, where: string): string {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new Error(`${where} holds ${value}: canonical JSON carries whole numbers up to 2^53 - 1`);
  }
  if (typeof value === "string" && !value.isWellFormed()) throw new Error(`${where} is not well-formed text`);
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${where}[${i}]`)).join(",")}]`;
  if (value !== null && typeof value === "object") return writeObject(value as { [key: string]: Json }, where);
  return JSON.stringify(value);
}

function writeObject(value: { readonly [key: string]: Json }, where: string): string {
  const members = Object.keys(value).sort().map((key) => {
    // Outside ASCII, sorting by code unit and by code point differ: no such key is ever needed.
    if (!/^[\x00-\x7f]*$/.test(key)) throw new Error(`${where} has the key ${key}: keys are ASCII`);
    return `${JSON.stringify(key)}:${write(value[key] as Json, `${where}.${key}`)}`;
  });
  return `{${members.join(",")}}`;
}
