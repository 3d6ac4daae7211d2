/** The course of the price: steps over time, handed to the chart on the page and told in its table. */

import { type Words } from "./config.ts";
import { compare, decimal, grouped } from "./decimal.ts";
import { type Places, made } from "./dom.ts";
import { type Line, type RoomState } from "./messages.ts";
import { type Times } from "./times.ts";

const LONG = 6 * 3600 * 1000;

export interface Point {
  readonly at: number;
  readonly price: string;
}

/** The prices lines of history tell: where several bids stand side by side, the best of them. */
export function pricesOf(lines: readonly Line[], wins = "highest"): readonly Point[] {
  const found: Point[] = [];
  for (const { at, kind, amount, dimension } of lines) {
    if (kind === "maximum" || amount === undefined || dimension) continue;
    if (betters(amount, found.at(-1)?.price, wins)) found.push({ at: Date.parse(at), price: amount });
  }
  return found;
}

function betters(amount: string, than: string | undefined, wins: string): boolean {
  const [now, before] = [decimal(amount), decimal(than ?? "")];
  return !now || !before || (wins === "lowest" ? compare(now, before) < 0 : compare(now, before) > 0);
}

export class Course {
  private points: Point[] = [];
  private timer = 0;

  constructor(private readonly places: Places, private readonly words: Words, private readonly times: Times) {}

  begin(points: readonly Point[], state: RoomState, now: number): void {
    this.points = [...points];
    this.state(state, now);
  }

  state(state: RoomState, now: number): void {
    if (this.points.at(-1)?.price !== state.price) this.point(now, state.price);
    this.timer ||= window.setTimeout(() => this.draw(), 200);
  }

  private point(at: number, price: string | undefined): void {
    if (price !== undefined) this.points.push({ at, price });
  }

  private draw(): void {
    this.timer = 0;
    this.places.show("course", this.points.length > 1);
    const figure = this.places.find("course");
    if (!figure || this.points.length < 2) return;
    figure.dispatchEvent(new CustomEvent("poletai:chart", { detail: this.options() }));
    const rows = this.points.slice(-100).reverse().map(({ at, price }) => {
      const row = made("tr");
      row.append(made("td", "", this.time(at)), made("td", "number", grouped(price)));
      return row;
    });
    this.places.find("course-rows")?.replaceChildren(...rows);
  }

  private options(): unknown {
    // Only the picture is made of floats: amounts stay the texts they are everywhere else.
    const long = (this.points.at(-1)?.at ?? 0) - (this.points[0]?.at ?? 0) > LONG;
    const data = this.points.map(({ at, price }) => (long ? Number(price) : [at, Number(price)]));
    const label = { hideOverlap: true, ...(long ? {} : { formatter: (at: number) => this.times.clock(at) }) };
    const labels = this.points.map(({ at }) => this.time(at));
    return {
      grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
      // Over days, one bid has the room of another: the last minutes would be a line straight up.
      xAxis: long ? { type: "category", axisLabel: label, data: labels } : { type: "time", axisLabel: label, splitNumber: 4 },
      yAxis: { type: "value", scale: true, splitNumber: 3 },
      series: [{ type: "line", step: "end", showSymbol: data.length < 60, symbolSize: 5, data, name: this.words.say("price") }],
    };
  }

  private time(at: number): string {
    return this.times.near(at, this.points.at(-1)?.at ?? at);
  }
}
