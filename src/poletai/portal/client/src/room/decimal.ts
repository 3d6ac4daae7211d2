/** Decimals: exact figures of a room, added and compared without ever becoming floats. */

export interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

/** Read a figure as people and rooms write it; null where it is none. */
export function decimal(text: string): Decimal | null {
  const plain = text.normalize("NFKC").replace(/[\s,]/g, "");
  const found = /^(-?\d{1,24})(?:\.(\d{1,12}))?$/.exec(plain);
  if (!found) return null;
  const fraction = found[2] ?? "";
  return { digits: BigInt((found[1] ?? "") + fraction), places: fraction.length };
}

/** Write a figure as a room takes it: no separators, its decimals as they are. */
export function written({ digits, places }: Decimal): string {
  const minus = digits < 0n ? "-" : "";
  const all = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const whole = all.slice(0, all.length - places);
  return places ? `${minus}${whole}.${all.slice(-places)}` : `${minus}${whole}`;
}

export function plus(left: Decimal, right: Decimal, times = 1n): Decimal {
  const places = Math.max(left.places, right.places);
  return { digits: scaled(left, places) + times * scaled(right, places), places };
}

/** Negative, zero or positive, as left is below, at or above right. */
export function compare(left: Decimal, right: Decimal): number {
  const places = Math.max(left.places, right.places);
  const difference = scaled(left, places) - scaled(right, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** How many whole steps lie between two figures; 0 where there is no step. */
export function steps(from: Decimal, to: Decimal, step: Decimal): bigint {
  const places = Math.max(from.places, to.places, step.places);
  const one = scaled(step, places);
  if (one === 0n) return 0n;
  const distance = scaled(to, places) - scaled(from, places);
  return (distance < 0n ? -distance : distance) / one;
}

/** Write a figure with its thousands apart; its decimals stay as given. */
export function grouped(text: string): string {
  const read = decimal(text);
  if (!read) return text;
  const [whole = "", fraction] = written(read).split(".");
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? apart : `${apart}.${fraction}`;
}

function scaled({ digits, places }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - places);
}
