/** Pending bids: what was sent and not yet answered, kept over lost connections and reloads. */

import { type Said } from "./messages.ts";

export class Pending {
  private said: Said[];
  private last = 0;

  constructor(private readonly shelf: string, private readonly store: Storage = sessionStorage) {
    this.said = JSON.parse(store.getItem(shelf) ?? "[]") as Said[];
    this.last = Math.max(0, ...this.said.map(({ seq }) => seq));
  }

  /** The number of the next message: never one that was used. */
  next(): number {
    return ++this.last;
  }

  get waiting(): readonly Said[] {
    return this.said;
  }

  add(said: Said): void {
    this.keep([...this.said, said]);
  }

  /** Take out what was answered; undefined where it is not waited for. */
  answered(seq: number | undefined): Said | undefined {
    const found = this.said.find((one) => one.seq === seq);
    if (found) this.keep(this.said.filter((one) => one !== found));
    return found;
  }

  /** After coming back: whatever waits was taken if the room counted so far, else it was not. */
  resolved(counted: number): readonly { readonly said: Said; readonly taken: boolean }[] {
    const found = this.said.map((said) => ({ said, taken: said.seq <= counted }));
    this.last = Math.max(this.last, counted);
    this.keep([]);
    return found;
  }

  private keep(said: Said[]): void {
    this.said = said;
    this.store.setItem(this.shelf, JSON.stringify(said));
  }
}
