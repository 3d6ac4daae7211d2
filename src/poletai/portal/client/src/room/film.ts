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

export class Film {
  private readonly instants: readonly number[];

  constructor(private readonly frames: readonly Frame[]) {
    this.instants = frames.map(({ at }) => Date.parse(at));
  }

  get count(): number {
    return this.frames.length;
  }

  get begins(): number {
    return this.instants[0] ?? 0;
  }

  get ends(): number {
    return this.instants.at(-1) ?? 0;
  }

  get length(): number {
    return this.ends - this.begins;
  }

  frame(index: number): Frame | undefined {
    return this.frames[index];
  }

  instant(index: number): number {
    return this.instants[index] ?? 0;
  }

  /** The last frame at or before an instant. */
  indexAt(at: number): number {
    let [low, high] = [0, Math.max(0, this.instants.length - 1)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.instants[middle] ?? 0) <= at) low = middle;
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
