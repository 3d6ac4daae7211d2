/** The room replayed: everybody's view at any instant, played, stepped, or moved through by hand. */

import { Course } from "./room/chart.ts";
import { Clock } from "./room/clock.ts";
import { type RoomConfig, Words, readConfig } from "./room/config.ts";
import { Places } from "./room/dom.ts";
import { type Frame, Film } from "./room/film.ts";
import { History } from "./room/history.ts";
import { Times } from "./room/times.ts";
import { Rows } from "./room/rows.ts";
import { RoomView } from "./room/view.ts";

const STEPS = 1000;
/** A room is played in about this many seconds, unless another speed is chosen. */
const LENGTH = 60;

class Replay {
  private readonly words: Words;
  private readonly places: Places;
  private readonly clock: Clock;
  private readonly view: RoomView;
  private readonly rows: Rows;
  private readonly history: History;
  private readonly course: Course;
  private readonly times: Times;
  private film = new Film([]);
  private at = 0;
  private shown = -1;
  private last = 0;

  constructor(section: HTMLElement, private readonly config: RoomConfig & { readonly frames: string }) {
    this.words = new Words(config.words);
    this.places = new Places(section);
    this.times = new Times(config);
    this.clock = new Clock(this.places, this.words);
    this.view = new RoomView(this.places, config, this.words, this.times);
    this.rows = new Rows(this.places, this.words);
    this.history = new History(this.place("history"), this.words, this.times);
    this.course = new Course(this.places, this.words, this.times);
    section.addEventListener("click", (event) => {
      const what = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"];
      if (what) this.do(what);
    });
    this.slider.addEventListener("input", () => this.go((Number(this.slider.value) / STEPS) * this.film.length));
  }

  async begin(): Promise<void> {
    const answer = await fetch(this.config.frames);
    this.film = new Film(((await answer.json()) as { frames: Frame[] }).frames);
    const speeds = [...this.speed.options].map(({ value }) => Number(value));
    const fitting = speeds.find((speed) => this.film.length / 1000 / speed <= LENGTH);
    this.speed.value = String(fitting ?? speeds.at(-1));
    // What most come for stands there at once: how it ended. Playing begins at the beginning.
    this.go(this.film.length);
    const play = (now: number) => {
      this.advance(now);
      requestAnimationFrame(play);
    };
    requestAnimationFrame(play);
  }

  private do(what: string): void {
    const index = this.shown;
    if (what === "play") return this.toggle(!this.playing);
    this.toggle(false);
    if (what === "first") this.go(0);
    if (what === "back") this.step(Math.max(0, index - 1));
    if (what === "on") this.step(Math.min(this.film.count - 1, index + 1));
  }

  private toggle(on: boolean): void {
    if (on && this.at >= this.film.length) this.go(0);
    this.place("play").setAttribute("aria-pressed", String(on));
  }

  private get playing(): boolean {
    return this.place("play").getAttribute("aria-pressed") === "true";
  }

  private advance(now: number): void {
    const passed = Math.min(200, now - this.last);
    this.last = now;
    if (!this.playing) return;
    this.go(Math.min(this.film.length, this.at + passed * Number(this.speed.value)));
    if (this.at >= this.film.length) this.toggle(false);
  }

  /** Go to one change: several may have happened at one instant. */
  private step(index: number): void {
    this.go(this.film.place(index), index);
  }

  private go(at: number, index = this.film.indexAt(at)): void {
    this.at = at;
    const instant = this.film.instantAt(at);
    if (index !== this.shown) this.show(index);
    this.clock.paint(instant);
    const value = this.film.length ? Math.round((at / this.film.length) * STEPS) : 0;
    if (Number(this.slider.value) !== value) this.slider.value = String(value);
    this.slider.setAttribute("aria-valuetext", this.times.full(instant));
    this.places.write("instant", this.times.full(instant));
    this.places.write("server-time", this.times.clock(instant));
  }

  private show(index: number): void {
    const frame = this.film.frame(index);
    if (!frame) return;
    const instant = this.film.instant(index);
    // Forward by a little is told line by line; anything else begins anew.
    if (index < this.shown || this.shown < 0) this.history.begin(this.film.lines(0, index), "", instant);
    else this.history.add(this.film.lines(this.shown + 1, index), "", instant);
    if (index !== this.shown + 1) this.clock.forget();
    this.shown = index;
    this.clock.hear(frame.state, instant);
    this.view.paint(frame.state, "", instant);
    this.rows.paint(frame.state, "", "");
    this.course.begin(this.film.prices(index), frame.state, instant);
    this.places.write("count", String(this.history.size));
    this.places.write("place-in", this.words.say("frame", { n: index + 1, of: this.film.count }));
    this.places.write("happened", this.happened(frame));
  }

  private happened(frame: Frame): string {
    const what = frame.event ? this.words.say(`event:${frame.event}`) : "";
    const plate = frame.plate ? this.words.say("plate", { plate: frame.plate }) : "";
    return [what, plate, frame.reason ?? "", frame.law ?? ""].filter(Boolean).join(" · ");
  }

  private get slider(): HTMLInputElement {
    return this.place<HTMLInputElement>("at");
  }

  private get speed(): HTMLSelectElement {
    return this.place<HTMLSelectElement>("speed");
  }

  private place<Found extends HTMLElement = HTMLElement>(name: string): Found {
    const found = this.places.find<Found>(name) ?? this.places.root.querySelector<Found>(`[data-do="${name}"]`);
    if (!found) throw new Error(`the page lacks ${name}`);
    return found;
  }
}

document.querySelectorAll<HTMLElement>("[data-replay]").forEach((section) => {
  void new Replay(section, readConfig<RoomConfig & { readonly frames: string }>(section)).begin();
});
