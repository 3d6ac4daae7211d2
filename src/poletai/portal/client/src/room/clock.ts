/** The clock of a room: what is left of the phase by server time, what moved its end, when it stands. */

import { type Words } from "./config.ts";
import { type Places } from "./dom.ts";
import { type RoomState } from "./messages.ts";

const SECOND = 1000;
const NEAR = 30 * SECOND;
const SHOWN = 6 * SECOND;
/** Who asked for less motion is spared figures that flicker ten times a second. */
const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Clock {
  private state: RoomState | null = null;
  /** The end of the phase on the auction clock, which knows it even while nobody can tell when. */
  private ending: number | null = null;
  private shownUntil = 0;

  constructor(private readonly places: Places, private readonly words: Words) {}

  /** Take a newer state, heard when the server's clock stood at `now`. */
  hear(state: RoomState, now: number): void {
    const [before, after] = [instant(this.state?.closes), instant(state.closes)];
    const same = this.state?.phase === state.phase && !this.state.still && !state.still;
    if (same && before !== null && after !== null && after > before) {
      this.shownUntil = now + SHOWN;
      const by = this.words.say("extended", { by: span(after - before) });
      this.places.write("extended", by);
    }
    const clock = instant(state.clock);
    if (after !== null && clock !== null) this.ending = after - (state.still ? (instant(state.runs) ?? now) : now) + clock;
    else if (this.state?.phase !== state.phase) this.ending = null;
    this.state = state;
  }

  /** Forget what came before: the next state does not follow from the last one heard. */
  forget(): void {
    this.state = null;
    this.shownUntil = 0;
  }

  /** What is left of the phase in milliseconds; null where nothing ends. */
  left(now: number): number | null {
    const { closes, clock, still, over } = this.state ?? {};
    if (over) return 0;
    // While the clock stands nothing runs out: what was left is left until it goes on.
    if (still) return this.ending === null || !clock ? null : Math.max(0, this.ending - Date.parse(clock));
    return closes ? Math.max(0, Date.parse(closes) - now) : null;
  }

  paint(now: number | null): void {
    const left = now === null ? null : this.left(now);
    this.places.write("left", left === null ? "–:––" : span(left, left < NEAR && !CALM && !this.state?.still && !this.state?.over));
    this.places.show("extended", now !== null && now < this.shownUntil);
    const clock = this.places.find("clock");
    clock?.classList.toggle("is-near", left !== null && left < NEAR && !this.state?.still && !this.state?.over);
    clock?.classList.toggle("is-still", Boolean(this.state?.still));
  }
}

export function instant(text: string | undefined): number | null {
  return text ? Date.parse(text) : null;
}

/** Write a span as m:ss, h:mm:ss, or d:hh:mm:ss; close to its end with tenths. */
export function span(milliseconds: number, tenths = false): string {
  const whole = tenths ? Math.floor(milliseconds / SECOND) : Math.ceil(milliseconds / SECOND);
  const parts = [Math.floor(whole / 86400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  while (parts.length > 2 && parts[0] === 0) parts.shift();
  const written = parts.map((part, i) => (i ? String(part).padStart(2, "0") : String(part))).join(":");
  return tenths ? `${written}.${Math.floor((milliseconds % SECOND) / 100)}` : written;
}
