/** Bytes: hex, base64, UTF-8 and joining, as every other module here speaks them. */

export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text) as Bytes;
}

/** Read UTF-8; throws TypeError where the bytes are not UTF-8. */
export function text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Read lower-case hex; throws where it is anything else, so that a hash has one text. */
export function fromHex(digits: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) throw new Error(`not lower-case hex: ${digits.slice(0, 80)}`);
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Read standard padded base64; throws where the text is not the one text of its bytes. */
export function fromBase64(encoded: string): Bytes {
  const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  if (base64(bytes) !== encoded) throw new Error(`not canonical base64: ${encoded.slice(0, 80)}`);
  return bytes;
}

/** A number as big-endian bytes of a fixed width; throws when it does not fit. */
export function bigEndian(value: number, width: number): Bytes {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** width) {
    throw new Error(`${value} does not fit ${width} bytes`);
  }
  const bytes = new Uint8Array(width);
  for (let i = width - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

export function readBigEndian(bytes: Uint8Array): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** Compare without leaving early; the lengths are public. */
export function same(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}

export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
