/** The film of a room: one frame for each of its changes, found by instant. */

import { type Point } from "./chart.ts";
import { type Line, type RoomState } from "./messages.ts";

/** What everybody saw from `at` on, and what happened then: a line of history, or an event. */
export interface Frame {
  readonly at: string;
  readonly state: RoomState;
  readonly line?: Line;
  readonly event?: string;
  readonly plate?: string;
  readonly reason?: string;
  readonly law?: string;
}

/** A silence longer than this is shortened to it: listings last for weeks, and end in minutes. */
const LONGEST = 20_000;

export class Film {
  private readonly instants: readonly number[];
  /** Where each frame stands in the film, in milliseconds from its beginning. */
  private readonly places: readonly number[];

  constructor(private readonly frames: readonly Frame[]) {
    this.instants = frames.map(({ at }) => Date.parse(at));
    let place = 0;
    this.places = this.instants.map((at, i) => (place += Math.min(LONGEST, at - (this.instants[i - 1] ?? at))));
  }

  get count(): number {
    return this.frames.length;
  }

  /** How long it takes to see all of it, at its own speed. */
  get length(): number {
    return this.places.at(-1) ?? 0;
  }

  frame(index: number): Frame | undefined {
    return this.frames[index];
  }

  instant(index: number): number {
    return this.instants[index] ?? 0;
  }

  /** Where a frame stands in the film. */
  place(index: number): number {
    return this.places[index] ?? 0;
  }

  /** The instant of the room at a place of the film: shortened silences pass faster. */
  instantAt(place: number): number {
    const index = this.indexAt(place);
    const [from, to] = [this.place(index), this.places[index + 1] ?? this.place(index)];
    const [since, until] = [this.instant(index), this.instants[index + 1] ?? this.instant(index)];
    return to > from ? since + ((place - from) / (to - from)) * (until - since) : since;
  }

  /** The last frame at or before a place of the film. */
  indexAt(place: number): number {
    let [low, high] = [0, Math.max(0, this.places.length - 1)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.places[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The lines of history from one frame to another, both included. */
  lines(from: number, to: number): readonly Line[] {
    return this.frames.slice(from, to + 1).flatMap(({ line }) => (line ? [line] : []));
  }

  /** What the price was whenever it moved, up to a frame. */
  prices(to: number): readonly Point[] {
    const found: Point[] = [];
    for (let i = 0; i <= to; i++) {
      const price = this.frames[i]?.state.price;
      if (price !== undefined && price !== found.at(-1)?.price) found.push({ at: this.instant(i), price });
    }
    return found;
  }
}
