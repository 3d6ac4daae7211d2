/** The room on the page: price, leader, standing, phase and tables, as the newest state has them. */

import { type RoomConfig, type Words } from "./config.ts";
import { grouped } from "./decimal.ts";
import { type Places } from "./dom.ts";
import { type RoomState } from "./messages.ts";
import { type Times } from "./times.ts";

/** Longer figures are written smaller, so that no price breaks in two. */
const LONG = 10;

export class RoomView {
  constructor(
    private readonly places: Places, private readonly config: Pick<RoomConfig, "unit" | "start">,
    private readonly words: Words, private readonly times: Times,
  ) {}

  paint(state: RoomState, plate: string, now: number): void {
    const { places, words } = this;
    const first = state.price === undefined;
    const falls = state.phase === "falling" || state.phase === "rising";
    places.choose("price", first ? (this.config.start ? "start" : "none") : falls ? "moving" : "found");
    const price = state.price ?? this.config.start;
    const written = price ? grouped(price) : "–";
    places.write("price", written);
    places.find("price")?.classList.toggle("is-long", written.length > LONG);
    places.show("unit", Boolean(price));
    places.write("leader", state.leader ? this.named(state.leader, plate) : words.say("no-leader"));
    places.show("leader-fact", !first || state.phase !== "sealed");
    places.show("step-fact", state.step !== undefined);
    places.show("least-fact", state.step !== undefined || state.least !== undefined);
    places.write("least", state.least === undefined ? "–" : grouped(state.least));
    places.write("step", state.step === undefined ? "–" : grouped(state.step));
    places.choose("bound", state.wins === "lowest" ? "most" : "least");
    places.write("own", state.own === undefined ? "–" : grouped(state.own));
    places.write("bidders", state.bidders === undefined ? "–" : String(state.bidders));
    this.phase(state, plate, now);
    this.standing(state, plate);
  }

  private phase(state: RoomState, plate: string, now: number): void {
    const { places, words } = this;
    const over = state.over ? `over:${state.over}` : `phase:${state.phase}`;
    places.write("phase", words.say(over));
    places.write("closes-label", words.say(words.has(`until:${state.phase}`) ? `until:${state.phase}` : "until"));
    places.write("closes", state.closes && !state.over ? this.times.near(Date.parse(state.closes), now) : "–");
    const parts = [
      state.round ? words.say("round", { round: state.round }) : "",
      state.turn ? words.say("turn", { plate: this.named(state.turn, plate) }) : "",
      state.dimension ? words.say("dimension", { name: state.dimension }) : "",
    ];
    places.write("place", parts.filter(Boolean).join(" · "));
    places.choose("room", state.over || (state.still ? "still" : "open"));
    const runs = state.runs ? this.times.near(Date.parse(state.runs), now) : "";
    const why = words.say(`still:${state.why || "outage"}`);
    places.write("still", state.still ? (runs ? words.say("still-until", { why, runs }) : words.say("still", { why })) : "");
  }

  private standing(state: RoomState, plate: string): void {
    const stands = !plate ? "watching" : state.over === "ended" && state.leader === plate ? "won" : (state.standing ?? "in");
    const bids = state.own !== undefined || state.rows?.some(({ own, items }) => own !== undefined || items !== undefined);
    const quoted = stands === "in" && bids ? "quoted" : stands;
    this.places.choose("standing", quoted);
    this.places.find("standing")?.setAttribute("data-stands", quoted);
  }

  private named(plate: string, own: string): string {
    return this.words.say(plate === own ? "plate-you" : "plate", { plate });
  }
}
