/** The amount of a bid: the next one allowed until a person asks for another. */

import { type Decimal, compare, decimal, plus, written } from "./decimal.ts";
import { type RoomState } from "./messages.ts";

/** Nobody means what appeared so shortly before the press; the amount before it was meant. */
const REFLEX = 250;

export class Amounts {
  private least: Decimal | null = null;
  private step: Decimal | null = null;
  private falling = false;
  private former: Decimal | null = null;
  private since = 0;
  private own: Decimal | null = null;

  /** Follow the room; returns whether the person's own amount is no longer enough. */
  follow(state: RoomState, now = performance.now()): boolean {
    const least = decimal(state.least ?? "");
    if (this.least && least && compare(this.least, least) !== 0) [this.former, this.since] = [this.least, now];
    [this.least, this.step, this.falling] = [least, decimal(state.step ?? ""), state.wins === "lowest"];
    const short = Boolean(this.own && least && this.worse(this.own, least));
    if (short) this.own = null;
    return short;
  }

  /** Take what was typed; false where it is no figure. An empty text goes back to following. */
  type(text: string): boolean {
    this.own = decimal(text);
    return this.own !== null || text.trim() === "";
  }

  /** Go so many steps further from, or back to, the next amount allowed. */
  move(count: bigint): void {
    const from = this.own ?? this.least;
    if (!from || !this.step || !this.least) return;
    const to = plus(from, this.step, this.falling ? -count : count);
    this.own = to.digits <= 0n || !this.worse(this.least, to) ? null : to;
  }

  get shown(): string {
    const amount = this.own ?? this.least;
    return amount ? written(amount) : "";
  }

  get isOwn(): boolean {
    return this.own !== null;
  }

  /** What a press of the key bids at this moment. */
  pressed(now = performance.now()): string {
    const late = this.own === null && this.former !== null && now - this.since < REFLEX;
    return late && this.former ? written(this.former) : this.shown;
  }

  /** Whether this goes past the next amount by more than a step. */
  jumps(amount: string): boolean {
    const [figure, least, step] = [decimal(amount), this.least, this.step];
    if (!figure || !least || !step) return false;
    return this.worse(plus(least, step, this.falling ? -1n : 1n), figure);
  }

  /** Whether it cannot be taken: worse than the next amount allowed. */
  isShort(amount: string): boolean {
    const figure = decimal(amount);
    return Boolean(figure && this.least && this.worse(figure, this.least));
  }

  reset(): void {
    this.own = null;
  }

  private worse(left: Decimal, right: Decimal): boolean {
    return this.falling ? compare(left, right) > 0 : compare(left, right) < 0;
  }
}
