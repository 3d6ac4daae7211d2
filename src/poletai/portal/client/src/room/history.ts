/** The history of a room: every line that was said, the newest on top, one's own marked. */

import { type Words } from "./config.ts";
import { grouped } from "./decimal.ts";
import { made } from "./dom.ts";
import { type Line } from "./messages.ts";
import { type Times } from "./times.ts";

/** More lines than anybody reads on a page; the replay has them all. */
const SHOWN = 300;

export class History {
  private last = 0;
  private count = 0;

  constructor(
    private readonly list: HTMLElement, private readonly words: Words,
    private readonly times: Times,
  ) {}

  /** Show the lines anew, as after coming back. */
  begin(lines: readonly Line[], plate: string, now: number): void {
    this.list.replaceChildren();
    [this.last, this.count] = [0, 0];
    this.add(lines, plate, now);
  }

  /** Add lines that are not there yet; returns them in order. */
  add(lines: readonly Line[], plate: string, now: number): readonly Line[] {
    const fresh = lines.filter(({ number }) => number > this.last).sort((a, b) => a.number - b.number);
    for (const line of fresh) this.list.prepend(this.row(line, plate, now));
    this.last = fresh.at(-1)?.number ?? this.last;
    this.count += fresh.length;
    while (this.list.childElementCount > SHOWN) this.list.lastElementChild?.remove();
    return fresh;
  }

  get size(): number {
    return this.count;
  }

  private row(line: Line, plate: string, now: number): HTMLElement {
    const own = line.plate === plate && plate !== "";
    const row = made("li", own ? "is-own" : "");
    row.dataset["number"] = String(line.number);
    const badge = made("span", "plate", line.plate);
    badge.setAttribute("aria-label", this.words.say("plate", { plate: line.plate }));
    const said = made("span", "room-said", this.said(line));
    row.append(badge, said, made("span", "quiet room-when", this.times.near(Date.parse(line.at), now)));
    if (own) said.append(" ", made("span", "pill", this.words.say("you")));
    if (line.proxy) said.append(" ", made("span", "pill", this.words.say("by-proxy")));
    return row;
  }

  private said({ kind, amount, quantity, dimension, items }: Line): string {
    const parts = [
      kind === "bid" && amount !== undefined ? "" : this.words.say(`kind:${kind}`),
      dimension ?? "",
      amount === undefined ? "" : grouped(amount),
      quantity === undefined ? "" : `× ${grouped(quantity)}`,
      items?.length ? `(${items.join(" + ")})` : "",
    ];
    return parts.filter(Boolean).join(" ");
  }
}
