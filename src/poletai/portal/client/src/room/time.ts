/** Server time: the room's wall clock as measured from here; this device's own clock is never asked. */

const KEPT = 12;
/** Instants are read in whole milliseconds, and clocks drift apart by some. */
const SLACK = 20;

interface Sample {
  readonly offset: number;
  /** Half the way there and back: the offset is wrong by no more. */
  readonly error: number;
}

export class ServerTime {
  private samples: Sample[] = [];

  /** Learn from an answer: what was sent at `sent` was answered at `at` and arrived at `now`. */
  learn(sent: number, at: string, now = performance.now()): void {
    const error = (now - sent) / 2;
    const fresh = { offset: Date.parse(at) - sent - error, error };
    // What contradicts the newest measurement was measured of another clock, or before it was set.
    const agreeing = this.samples.filter((old) => Math.abs(old.offset - fresh.offset) <= old.error + error + SLACK);
    this.samples = [...agreeing.slice(1 - KEPT), fresh];
  }

  /** Learn from what came unasked: the server's time is at least this. */
  hear(at: string, now = performance.now()): void {
    const offset = Date.parse(at) - now;
    const best = this.best();
    const before = best ? best.offset + (best.error === Infinity ? 0 : best.error + SLACK) : -Infinity;
    if (offset > before) this.samples = [{ offset, error: Infinity }];
  }

  /** The server's time in milliseconds since 1970; null before anything was measured. */
  now(at = performance.now()): number | null {
    const best = this.best();
    return best && at + best.offset;
  }

  /** How wrong the time shown may be, in milliseconds; Infinity where it was only heard. */
  get error(): number {
    return this.best()?.error ?? Infinity;
  }

  private best(): Sample | null {
    return this.samples.reduce<Sample | null>((best, one) => (best && best.error <= one.error ? best : one), null);
  }
}
