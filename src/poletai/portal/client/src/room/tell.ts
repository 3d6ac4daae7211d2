/** Announcements for who does not see the page: the newest of each subject, never a flood. */

const PAUSE = 2500;

export class Teller {
  private readonly waiting = new Map<string, string>();
  private timer = 0;

  constructor(private readonly calm: HTMLElement, private readonly urgent: HTMLElement) {}

  /** Say it soon; of one subject only the newest is said. */
  tell(subject: string, text: string): void {
    this.waiting.delete(subject);
    this.waiting.set(subject, text);
    this.timer ||= window.setTimeout(() => this.speak(), this.calm.textContent ? PAUSE : 50);
  }

  /** Say it at once, before anything else: an answer to what the person did, or a loss. */
  cry(text: string): void {
    this.urgent.textContent = "";
    window.setTimeout(() => (this.urgent.textContent = text), 50);
  }

  private speak(): void {
    this.timer = 0;
    this.calm.textContent = [...this.waiting.values()].join(" ");
    this.waiting.clear();
  }
}
