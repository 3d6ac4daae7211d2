/** Tables of a room: one for each kind of row, and a key on every item that can be bid on by itself. */

import { type Words } from "./config.ts";
import { grouped } from "./decimal.ts";
import { type Places, made } from "./dom.ts";
import { type RoomState } from "./messages.ts";

export type Row = Readonly<Record<string, string>>;

const NAMED = ["bidder", "plate", "leader"];
/** What people look for first stands first; the rest as the room gives it. */
const ORDER = ["item", "items", "bidder", "price"];
const TEXTS = [...NAMED, "item", "items", "dimension", "standing"];

/** Whether items are bid on one by one, each at its own next price. */
export function bidsByItem({ rows = [], says = [] }: RoomState): boolean {
  return says.includes("bid") && rows.some((row) => row["item"] !== undefined && row["least"] !== undefined);
}

export class Rows {
  private painted = "";

  /** `bid` is what a press on an item's key does; rooms that only show have none. */
  constructor(
    private readonly places: Places, private readonly words: Words,
    private readonly bid?: (item: string, amount: string) => void,
  ) {}

  paint(state: RoomState, plate: string, off: string): void {
    const { rows = [] } = state;
    const key = JSON.stringify([rows, plate, off, state.says]);
    const place = this.places.find("rows-table");
    if (!place || key === this.painted) return;
    this.painted = key;
    const focused = place.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["item"] : undefined;
    this.places.show("rows", rows.length > 0);
    const keys = this.bid && bidsByItem(state) ? off : null;
    place.replaceChildren(...groups(rows).map((group) => this.table(group, plate, keys)));
    const again = [...place.querySelectorAll<HTMLElement>("[data-item]")].find((one) => one.dataset["item"] === focused);
    if (focused !== undefined) again?.focus();
  }

  private table(rows: readonly Row[], plate: string, off: string | null): HTMLElement {
    const given = new Set(rows.flatMap((row) => Object.keys(row)));
    const keyed = off !== null && given.has("item");
    // A key says the next price itself, and stands beside the price.
    const columns = [...ORDER.filter((name) => given.has(name)), ...[...given].filter((name) => !ORDER.includes(name))]
      .filter((name) => !keyed || name !== "least");
    const table = made("table", "table table-sm mb-0");
    const head = table.createTHead().insertRow();
    head.append(...columns.map((name) => this.cell("th", name, this.words.say(`column:${name}`))));
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      const whose = row["bidder"] ?? row["plate"] ?? row["leader"];
      line.className = whose === plate && plate ? "is-own" : "";
      line.append(...columns.map((name) => this.cell("td", name, this.value(name, row[name], plate))));
      if (keyed) line.insertBefore(this.key(row["item"] ?? "", row["least"], off), line.cells[1] ?? null);
    }
    if (keyed) head.insertBefore(this.cell("th", "item", this.words.say("kind:bid")), head.cells[1] ?? null);
    return table;
  }

  private key(item: string, least: string | undefined, off: string): HTMLElement {
    const cell = made("td");
    if (least === undefined) return cell;
    const key = made("button", "btn btn-act btn-sm", this.words.say("bid-item", { amount: grouped(least) }));
    key.type = "button";
    key.dataset["item"] = item;
    key.setAttribute("aria-label", this.words.say("bid-on-item", { amount: grouped(least), item }));
    key.setAttribute("aria-disabled", String(off !== ""));
    key.addEventListener("click", () => off || this.bid?.(item, least));
    cell.append(key);
    return cell;
  }

  private value(column: string, value: string | undefined, plate: string): string {
    if (value === undefined || value === "") return "–";
    if (NAMED.includes(column)) return this.words.say(value === plate ? "plate-you" : "plate", { plate: value });
    const known = `value:${value}`;
    if (this.words.has(known)) return this.words.say(known);
    return !TEXTS.includes(column) && /^\d+\.?\d*$/.test(value) ? grouped(value) : value;
  }

  private cell(tag: "td" | "th", column: string, text: string): HTMLElement {
    const cell = made(tag, TEXTS.includes(column) ? "" : "number", text);
    if (tag === "th") cell.setAttribute("scope", "col");
    return cell;
  }
}

/** Rows that begin with the same column stand in one table. */
function groups(rows: readonly Row[]): readonly (readonly Row[])[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const first = Object.keys(row)[0] ?? "";
    found.set(first, [...(found.get(first) ?? []), row]);
  }
  return [...found.values()];
}
