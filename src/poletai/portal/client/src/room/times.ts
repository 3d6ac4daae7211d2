/** Times as the site shows them: in its own zone, whatever this device thinks, days where they matter. */

const FAR = 18 * 3600 * 1000;

export class Times {
  private readonly ofDay: Intl.DateTimeFormat;
  private readonly withDay: Intl.DateTimeFormat;

  constructor({ locale, zone }: { readonly locale: string; readonly zone: string }) {
    const clock = { timeZone: zone, hour12: false, hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
    this.ofDay = new Intl.DateTimeFormat(locale, clock);
    this.withDay = new Intl.DateTimeFormat(locale, { ...clock, year: "numeric", month: "2-digit", day: "2-digit" });
  }

  /** The time of day. */
  clock(at: number): string {
    return this.ofDay.format(at);
  }

  /** Day and time. */
  full(at: number): string {
    return this.withDay.format(at);
  }

  /** The time of day alone where nobody could mistake the day. */
  near(at: number, now: number): string {
    return Math.abs(now - at) > FAR ? this.full(at) : this.clock(at);
  }
}
