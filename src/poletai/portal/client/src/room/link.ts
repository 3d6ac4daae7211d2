/** The link to a room: it connects, notices at once when it is lost, and comes back by itself. */

import { type Message, type SignedSaid } from "./messages.ts";
import { type ServerTime } from "./time.ts";
import { type Wire, overEvents, overWebSocket, roomAddress } from "./wire.ts";

export type Condition = "joining" | "live" | "lost";

export interface Ears {
  heard(message: Message): void;
  turned(condition: Condition): void;
}

/** How to come in: a ticket for a bidder, an empty one for whoever watches. */
export type Admission = () => Promise<{ readonly ticket: string; readonly live: string }>;

const [PING, SILENCE, WELCOME] = [2000, 5000, 8000];
const [FIRST_WAIT, LONGEST_WAIT] = [250, 4000];
/** So many attempts without a word over WebSocket, and events are tried instead. */
const PATIENCE = 3;

export class Link {
  private wire: Wire | null = null;
  private condition: Condition = "joining";
  private attempts = 0;
  private welcomed = false;
  private events = false;
  private last = 0;
  private elsewhere = "";
  private timer = 0;

  constructor(
    private readonly room: string, private readonly admission: Admission,
    private readonly ears: Ears, private readonly time: ServerTime,
  ) {
    setInterval(() => this.watch(), 500);
    setInterval(() => this.wire?.ping(), PING);
    addEventListener("offline", () => this.lose());
    addEventListener("online", () => this.connect());
    document.addEventListener("visibilitychange", () => document.hidden || this.watch());
  }

  /** Say something; false where nobody could hear it. */
  say(said: SignedSaid): boolean {
    if (this.condition !== "live" || !this.wire) return false;
    this.wire.say(said);
    return true;
  }

  async connect(): Promise<void> {
    clearTimeout(this.timer);
    this.wire?.close();
    this.wire = null;
    this.last = performance.now();
    const attempt = ++this.attempts;
    try {
      const { ticket, live } = await this.admission();
      if (attempt !== this.attempts) return;
      if (!this.welcomed) this.events = !("WebSocket" in window) || (attempt > PATIENCE && attempt % 2 === 0);
      const open = this.events ? overEvents : overWebSocket;
      const ends = { heard: (message: Message) => this.heard(message), gone: () => this.lose() };
      this.wire = open(roomAddress(this.elsewhere || live, this.room), ticket, ends);
    } catch {
      if (attempt === this.attempts) this.lose();
    }
  }

  private heard(message: Message): void {
    this.last = performance.now();
    if (message.t === "pong") this.time.learn(message.sent, message.at);
    if (message.t === "state") this.time.hear(message.at);
    if (message.t === "elsewhere") this.elsewhere = message.url;
    if (message.t === "elsewhere" || message.t === "closing") return this.lose();
    if (message.t === "welcome") {
      this.attempts = 0;
      this.welcomed = true;
      this.turn("live");
    }
    this.ears.heard(message);
  }

  /** Come back later: soon at first, then less often, never all bidders at one moment. */
  private lose(): void {
    clearTimeout(this.timer);
    this.wire?.close();
    this.wire = null;
    this.turn("lost");
    // Where the room went elsewhere and is not found there, its first address knows more.
    if (this.attempts > 1) this.elsewhere = "";
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.attempts, 8));
    this.timer = window.setTimeout(() => void this.connect(), wait * (0.5 + Math.random() / 2));
  }

  /** A connection that says nothing is as good as lost. */
  private watch(): void {
    // Events are silent while nothing happens; their end is told.
    if (!this.wire || (this.events && this.condition === "live")) return;
    const silent = performance.now() - this.last;
    if (silent > (this.condition === "live" ? SILENCE : WELCOME)) this.lose();
  }

  private turn(condition: Condition): void {
    if (condition === this.condition) return;
    this.condition = condition;
    this.ears.turned(condition);
  }
}
