/** The bidding form: one key for the next bid, more for whatever else the room takes now. */

import { Amounts } from "./amounts.ts";
import { type Kind, type RoomConfig, type Words } from "./config.ts";
import { decimal, grouped, written } from "./decimal.ts";
import { Places, made } from "./dom.ts";
import { type RoomState, type Said } from "./messages.ts";
import { bidsByItem } from "./rows.ts";
import { sure } from "./sure.ts";

export type Wish = Omit<Said, "seq">;

const PLAIN: Kind = { label: "", fields: ["amount"] };

export class Bidding {
  private readonly amounts = new Amounts();
  private state: RoomState = { phase: "" };
  private off = "";
  private kind = "bid";

  constructor(
    private readonly places: Places, private readonly config: RoomConfig,
    private readonly words: Words, private readonly send: (wish: Wish) => void,
  ) {
    places.find("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.press(this.kind, this.amounts.pressed());
    });
    places.find("others")?.addEventListener("click", (event) => {
      const kind = (event.target as Element).closest<HTMLElement>("[data-kind]")?.dataset["kind"];
      if (kind) void this.press(kind, this.amounts.pressed());
    });
    this.startAmount();
    this.startMaximum();
  }

  /** Show what can be said now; `off` says why nothing can, empty where it can. */
  update(state: RoomState, off: string): void {
    const says = state.says ?? [];
    const typed = says.find((kind) => this.has(kind, "amount") || this.has(kind, "price"));
    this.kind = typed ?? says[0] ?? this.kind;
    // What is said at the price shown follows that price, anything else the next amount allowed.
    const { price, least, ...rest } = state;
    const bound = this.has(this.kind, "price") ? price : least;
    const short = this.amounts.follow(bound === undefined ? rest : { ...rest, least: bound });
    if (short) this.places.write("hint", this.words.say("no-longer-enough"));
    [this.state, this.off] = [state, off];
    this.dimensions();
    this.paint(says.filter((kind) => kind !== this.kind));
  }

  /** Bid on one item by itself, at the next price it takes. */
  bidOn(item: string, amount: string): void {
    if (!this.off) this.send({ kind: "bid", items: [item], amount });
  }

  private has(kind: string, field: string): boolean {
    return this.of(kind).fields.includes(field);
  }

  /** Where more than the price is bid on, the room lists what. */
  private dimensions(): void {
    const names = (this.state.rows ?? []).flatMap(({ dimension }) => (dimension ? [dimension] : []));
    const select = this.places.find<HTMLSelectElement>("dimension");
    this.places.show("dimension-row", names.length > 0);
    if (!select || [...select.options].map(({ value }) => value).join() === ["", ...names].join()) return;
    select.replaceChildren(...["", ...names].map((name) => new Option(name || this.words.say("price"), name)));
  }

  private of(kind: string): Kind {
    return this.config.kinds[kind] ?? PLAIN;
  }

  private paint(others: readonly string[]): void {
    const { fields } = this.of(this.kind);
    const byItem = bidsByItem(this.state);
    const has = (field: string) => fields.includes(field) && this.off !== "over" && !byItem;
    for (const field of ["amount", "quantity", "items"]) this.places.show(`${field}-row`, has(field));
    this.places.show("by-item", byItem);
    this.places.show("key", !byItem);
    this.places.find("panel")?.classList.toggle("is-by-item", byItem);
    const amount = this.places.find<HTMLInputElement>("amount");
    if (amount && document.activeElement !== amount) amount.value = grouped(this.amounts.shown);
    this.places.write("key-label", this.label(this.kind));
    const priced = has("amount") || has("price");
    this.places.write("key-amount", priced && this.amounts.shown ? grouped(this.amounts.shown) : "");
    this.places.show("key-money", priced && this.amounts.shown !== "");
    this.places.find("key")?.setAttribute("aria-disabled", String(this.off !== "" || !this.state.says?.length));
    this.places.write("why", this.off ? this.words.say(`off:${this.off}`) : "");
    this.paintOthers(others);
  }

  private paintOthers(others: readonly string[]): void {
    const place = this.places.find("others");
    const shown = [...(place?.children ?? [])].map((one) => (one as HTMLElement).dataset["kind"]);
    if (place && shown.join() !== others.join()) place.replaceChildren(...others.map((kind) => this.button(kind)));
    for (const one of place?.children ?? []) one.setAttribute("aria-disabled", String(this.off !== ""));
  }

  private button(kind: string): HTMLButtonElement {
    const button = made("button", "btn btn-block-phone", this.label(kind));
    button.type = "button";
    button.dataset["kind"] = kind;
    return button;
  }

  private label(kind: string): string {
    return this.of(kind).label || this.words.say(`kind:${kind}`);
  }

  private async press(kind: string, amount: string): Promise<void> {
    if (this.off || !this.state.says?.includes(kind)) return;
    const { fields, confirm } = this.of(kind);
    const wish = this.wish(kind, fields, amount);
    if (!wish) return;
    const typed = fields.includes("amount");
    if (typed && this.amounts.isShort(amount)) {
      this.complain("short", amount);
      return;
    }
    const text = confirm || (typed && this.amounts.jumps(amount) ? "jump" : "");
    if (text && !(await this.isSure(text, wish))) return;
    this.amounts.reset();
    // Who has said yes to leaving leaves at the price that stands by then.
    this.send(text && fields.includes("price") ? { ...wish, amount: this.amounts.shown } : wish);
  }

  private isSure(text: string, { amount = "" }: Wish): Promise<boolean> {
    const values = { amount: grouped(amount), least: grouped(this.state.least ?? ""), unit: this.config.unit };
    return sure(this.places, this.words.say(text, values));
  }

  /** Gather what is typed for a kind; null where something is missing. */
  private wish(kind: string, fields: readonly string[], amount: string): Wish | null {
    const wish: { -readonly [Key in keyof Wish]: Wish[Key] } = { kind };
    if (fields.includes("price") || fields.includes("amount")) {
      if (!amount) return this.complain("amount-missing");
      wish.amount = amount;
    }
    if (fields.includes("quantity")) {
      const quantity = decimal(this.places.find<HTMLInputElement>("quantity")?.value ?? "");
      if (!quantity || quantity.digits <= 0n) return this.complain("quantity-missing");
      wish.quantity = written(quantity);
    }
    if (fields.includes("items")) {
      const items = this.chosen();
      if (!items.length && kind !== "cancel") return this.complain("items-missing");
      if (items.length) wish.items = items;
    }
    const dimension = this.places.find<HTMLSelectElement>("dimension")?.value || this.state.dimension;
    if (dimension && fields.includes("amount")) wish.dimension = dimension;
    return wish;
  }

  private chosen(): string[] {
    const boxes = this.places.root.querySelectorAll<HTMLInputElement>('[data-place="items-row"] input:checked');
    return [...boxes].map(({ value }) => value).sort();
  }

  private complain(key: string, amount = ""): null {
    const values = { amount: grouped(amount), least: grouped(this.state.least ?? "") };
    this.places.write("hint", this.words.say(`hint:${key}`, values));
    return null;
  }

  private startAmount(): void {
    const amount = this.places.find<HTMLInputElement>("amount");
    const shown = () => {
      if (amount) amount.value = grouped(this.amounts.shown);
      this.update(this.state, this.off);
    };
    const move = (count: bigint) => () => {
      this.amounts.move(count);
      shown();
    };
    this.places.find("more")?.addEventListener("click", move(1n));
    this.places.find("less")?.addEventListener("click", move(-1n));
    amount?.addEventListener("input", () => {
      const read = this.amounts.type(amount.value);
      this.places.write("hint", read ? "" : this.words.say("hint:amount-missing"));
      this.update(this.state, this.off);
    });
    amount?.addEventListener("change", shown);
  }

  private startMaximum(): void {
    this.places.find("maximum-form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const input = this.places.find<HTMLInputElement>("maximum");
      const most = decimal(input?.value ?? "");
      if (this.off && this.off !== "leads") return;
      if (!most) {
        this.complain("amount-missing");
        return;
      }
      this.send({ kind: "maximum", amount: written(most) });
      if (input) input.value = "";
    });
  }
}
