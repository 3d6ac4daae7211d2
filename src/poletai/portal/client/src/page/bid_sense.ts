/** Whether an offer makes sense before it is sealed: what contradicts itself can still be mended. */

import { isGiven } from "./bid_fields.ts";

export type Say = (key: string, values?: Readonly<Record<string, string>>) => string;

const APART = ["small-enterprise", "small-consortium"];

/** The first contradiction that would cost the bidder the bid or the claim; null where none is. */
export function contradiction(form: HTMLFormElement, say: Say): string | null {
  const claims = [...form.querySelectorAll<HTMLInputElement>("[data-claim]:checked")].map((box) => box.value);
  if (APART.every((name) => claims.includes(name))) return say("claims-apart");
  return consortiumContradiction(form, say);
}

function consortiumContradiction(form: HTMLFormElement, say: Say): string | null {
  const group = form.querySelector('[data-object="consortium"]');
  const lead = group && text(group, "lead");
  if (!group || !lead) return null;
  const members = [...group.querySelectorAll('[data-row="members"]')]
    .filter((row) => [...row.querySelectorAll<HTMLInputElement>("input")].some(isGiven))
    .map((row) => [text(row, "organisation"), text(row, "uscc").toUpperCase()].filter(Boolean));
  if (members.some((names) => names.length === 0)) return say("member-unnamed");
  const names = members.flat();
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) return say("member-twice", { name: twice });
  return names.includes(lead) || names.includes(lead.toUpperCase()) ? null : say("lead-is-no-member");
}

/** Warn where the items of the detail come to something else than the price; null where they agree. */
export function detailWarning(form: HTMLFormElement, say: Say): string | null {
  const rows = [...form.querySelectorAll('[data-row="lines"]')];
  const lines = rows.map((row) => [text(row, "unit_price"), text(row, "quantity")] as const);
  const priced = lines.filter(([unit, quantity]) => unit && quantity);
  if (priced.length === 0) return null;
  const price = text(form, "price");
  const sum = priced.reduce((total, [unit, quantity]) => total + scaled(unit) * scaled(quantity), 0n);
  return sum === scaled(price) * SCALE ? null : say("lines-differ", { sum: plain(sum), price });
}

const PLACES = 12;
const SCALE = 10n ** BigInt(PLACES);

/** An exact decimal as a whole number of 10^-12. */
function scaled(decimal: string): bigint {
  const [whole = "0", rest = ""] = decimal.replace("-", "").split(".");
  const size = BigInt(whole + rest.padEnd(PLACES, "0").slice(0, PLACES));
  return decimal.startsWith("-") ? -size : size;
}

/** A product of two scaled decimals as people write it. */
function plain(product: bigint): string {
  const digits = (product < 0n ? -product : product).toString().padStart(2 * PLACES + 1, "0");
  const rest = digits.slice(-2 * PLACES).replace(/0+$/, "").padEnd(2, "0");
  return `${product < 0n ? "-" : ""}${digits.slice(0, -2 * PLACES)}.${rest}`;
}

function text(place: Element, name: string): string {
  return place.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value.trim() ?? "";
}
