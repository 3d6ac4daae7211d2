/** The bidding room: what the room says is shown, what the bidder says is signed, sent and followed up. */

import { Bidding, type Wish } from "./room/bidding.ts";
import { Course, pricesOf } from "./room/chart.ts";
import { Clock } from "./room/clock.ts";
import { type RoomConfig, Words, readConfig } from "./room/config.ts";
import { grouped } from "./room/decimal.ts";
import { Places } from "./room/dom.ts";
import { History } from "./room/history.ts";
import { type SessionKey, sessionKey } from "./room/keys.ts";
import { type Condition, Link } from "./room/link.ts";
import { type Message, type RoomState, type Said, type Welcome } from "./room/messages.ts";
import { Pending } from "./room/pending.ts";
import { sessionSecret, signSaid } from "./room/signed.ts";
import { Rows } from "./room/rows.ts";
import { Sound } from "./room/sound.ts";
import { Teller } from "./room/tell.ts";
import { type Given, NoEntryError, askTicket } from "./room/ticket.ts";
import { ServerTime } from "./room/time.ts";
import { Times } from "./room/times.ts";
import { RoomView } from "./room/view.ts";

class Room {
  private readonly config: RoomConfig;
  private readonly words: Words;
  private readonly places: Places;
  private readonly time = new ServerTime();
  private readonly pending: Pending;
  private readonly sound: Sound;
  private readonly teller: Teller;
  private readonly clock: Clock;
  private readonly times: Times;
  private readonly view: RoomView;
  private readonly rows: Rows;
  private readonly history: History;
  private readonly course: Course;
  private readonly bidding: Bidding;
  private readonly link: Link;
  private state: RoomState = { phase: "" };
  private plate = "";
  private condition: Condition = "joining";
  private key: SessionKey | null = null;
  private secret: CryptoKey | undefined;
  private proof = "signature";
  private warned = 0;

  constructor(section: HTMLElement) {
    const config = (this.config = readConfig(section));
    const [words, places] = [(this.words = new Words(config.words)), (this.places = new Places(section))];
    const times = (this.times = new Times(config));
    const must = (name: string) => places.find(name) ?? document.createElement("div");
    this.pending = new Pending(`poletai-room-${config.room}`);
    this.sound = new Sound(places.find<HTMLButtonElement>("sound"));
    this.teller = new Teller(must("calm"), must("urgent"));
    this.clock = new Clock(places, words);
    this.view = new RoomView(places, config, words, times);
    this.history = new History(must("history"), words, times);
    this.course = new Course(places, words, times);
    this.bidding = new Bidding(places, config, words, (wish) => void this.send(wish));
    this.rows = new Rows(places, words, config.bidder ? (item, amount) => this.bidding.bidOn(item, amount) : undefined);
    this.link = new Link(config.room, () => this.admission(), {
      heard: (message) => this.heard(message),
      turned: (condition) => this.turned(condition),
    }, this.time);
    setInterval(() => this.tick(), 100);
    void this.link.connect();
  }

  /** A bidder shows its key and is given a ticket each time; whoever watches needs none. */
  private async admission(): Promise<{ ticket: string; live: string }> {
    const { config } = this;
    if (!config.bidder) return { ticket: "", live: config.live };
    const given = await this.entry().catch((problem: unknown) => {
      const why = problem instanceof NoEntryError ? this.words.say(`entry:${problem.message}`) : "";
      this.places.write("lost-why", why);
      throw problem;
    });
    this.plate = given.plate;
    this.secret = await sessionSecret(given.secret);
    return { ticket: given.ticket, live: given.url || config.live };
  }

  private async entry(): Promise<Given> {
    this.key ??= await sessionKey(this.config.room).catch(() => {
      throw new NoEntryError("no-key");
    });
    return askTicket(this.config, this.key.pub);
  }

  private heard(message: Message): void {
    const now = this.now();
    if (message.t === "welcome") this.welcomed(message, now);
    if (message.t === "state") {
      const fresh = this.history.add(message.lines ?? [], this.plate, now);
      if (fresh.length) this.places.write("count", String(this.history.size));
      this.show(message.state, now);
    }
    if (message.t === "taken") this.answered(message.seq, "taken", {});
    if (message.t === "refused") this.answered(message.seq, "refused", { reason: this.reason(message) });
  }

  private welcomed(message: Welcome, now: number): void {
    this.plate = message.plate ?? "";
    this.places.write("lost-why", "");
    this.proof = message.rules.proof ?? "signature";
    this.places.show("maximum-form", message.rules.proxy === true && this.plate !== "");
    this.places.write("plate", this.plate);
    this.history.begin(message.history, this.plate, now);
    this.places.write("count", String(this.history.size));
    this.course.begin(pricesOf(message.history, message.state.wins), message.state, now);
    for (const { said, taken } of this.pending.resolved(message.seq ?? 0)) this.settle(said, taken ? "came-through" : "lost");
    this.show(message.state, now);
  }

  private show(state: RoomState, now: number): void {
    const before = this.state;
    this.state = state;
    this.clock.hear(state, now);
    this.view.paint(state, this.plate, now);
    this.course.state(state, now);
    this.offer();
    this.announce(before, state);
  }

  /** Say to who does not look what changed; being outbid is said at once. */
  private announce(before: RoomState, state: RoomState): void {
    const { words, teller } = this;
    if (before.phase && state.price !== undefined && state.price !== before.price) {
      teller.tell("price", words.say("told:price", { price: grouped(state.price), unit: this.config.unit, plate: state.leader ?? "" }));
    }
    if (before.standing === "leads" && state.standing === "outbid") {
      const answer = this.places.find("answer");
      if (answer?.dataset["how"] === "taken") answer.dataset["how"] = "past";
      teller.cry(words.say("told:outbid", { price: grouped(state.price ?? ""), least: grouped(state.least ?? "") }));
      this.sound.play(330, 0.3);
    }
    if (before.phase && before.phase !== state.phase) teller.tell("phase", words.say(`phase:${state.phase}`));
    if (!before.still && state.still) teller.cry(words.say("still", { why: words.say(`still:${state.why || "outage"}`) }));
    if (!before.over && before.phase && state.over) teller.cry(words.say(`over:${state.over}`));
  }

  private turned(condition: Condition): void {
    this.condition = condition;
    this.places.choose("link", condition);
    this.places.show("lost", condition === "lost");
    if (condition === "lost") this.teller.cry(this.words.say("told:lost"));
    else this.teller.tell("link", this.words.say("told:back"));
    this.offer();
    this.showWaiting();
  }

  /** Show what can be said now, in the form and on the items. */
  private offer(): void {
    this.bidding.update(this.state, this.off());
    this.rows.paint(this.state, this.plate, this.off());
  }

  /** Why nothing can be said now; empty where something can. */
  private off(): string {
    const { state } = this;
    if (this.condition !== "live") return this.condition === "lost" ? "lost" : "joining";
    if (state.over) return "over";
    if (this.pending.waiting.length) return "waiting";
    if (state.still) return "still";
    if (state.says?.length) return "";
    if (state.standing === "out") return "out";
    if (state.turn) return "turn";
    return state.standing === "leads" ? "leads" : "phase";
  }

  private async send(wish: Wish): Promise<void> {
    if (!this.key) return;
    const said: Said = { seq: this.pending.next(), ...wish };
    this.pending.add(said);
    this.offer();
    this.showWaiting();
    const secret = this.proof === "session" ? this.secret : undefined;
    const signed = await signSaid(this.config.room, this.plate, said, this.key.privateKey, secret);
    if (!this.link.say(signed) && this.pending.answered(said.seq)) this.settle(said, "not-sent");
  }

  private answered(seq: number | undefined, how: string, values: Record<string, string>): void {
    const said = this.pending.answered(seq);
    if (said) this.settle(said, how, values);
    else if (how === "refused") this.answer(how, values["reason"] ?? "");
  }

  /** Say what became of one bid, to the eye and to the ear. */
  private settle(said: Said, how: string, values: Record<string, string> = {}): void {
    const what = [this.words.say(`kind:${said.kind}`), said.amount ? grouped(said.amount) : ""].filter(Boolean).join(" ");
    const text = this.words.say(`answer:${how}`, { ...values, what });
    this.answer(how, text);
    this.sound.play(how === "taken" || how === "came-through" ? 880 : 220);
    this.offer();
  }

  private answer(how: string, text: string): void {
    const place = this.places.find("answer");
    if (place) place.dataset["how"] = how;
    this.places.choose("answer", how === "taken" || how === "came-through" ? "good" : "bad");
    this.places.write("answer-text", text);
    this.teller.cry(text);
  }

  private showWaiting(): void {
    const waits = this.pending.waiting.at(-1);
    if (!waits) return;
    const what = [this.words.say(`kind:${waits.kind}`), waits.amount ? grouped(waits.amount) : ""].filter(Boolean).join(" ");
    const place = this.places.find("answer");
    if (place) place.dataset["how"] = "waiting";
    this.places.choose("answer", "waiting");
    this.places.write("answer-text", this.words.say("answer:waiting", { what }));
  }

  private reason({ code, reason = "" }: { readonly code: string; readonly reason?: string }): string {
    return this.words.has(`refused:${code}`) ? this.words.say(`refused:${code}`) : reason || code;
  }

  private now(): number {
    return this.time.now() ?? Date.parse(document.querySelector<HTMLMetaElement>('meta[name="poletai-now"]')?.content ?? "");
  }

  private tick(): void {
    const now = this.time.now();
    this.clock.paint(now);
    this.places.write("server-time", now === null ? "–" : this.times.clock(now));
    const { error } = this.time;
    this.places.write("server-error", Number.isFinite(error) ? `±${Math.max(1, Math.ceil(error))} ms` : "");
    this.warn(now === null ? null : this.clock.left(now));
  }

  private warn(left: number | null): void {
    const mark = left === null || this.state.still ? 0 : left <= 10_000 ? 10 : left <= 60_000 ? 60 : 0;
    if (mark && (this.warned === 0 || mark < this.warned)) {
      this.teller.tell("clock", this.words.say("told:left", { seconds: mark }));
      this.sound.play(550);
    }
    this.warned = mark;
  }
}

document.querySelectorAll<HTMLElement>("[data-room]").forEach((section) => new Room(section));
