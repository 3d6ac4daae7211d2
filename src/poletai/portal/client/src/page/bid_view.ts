/** What the bidder sees while a bid is sealed and sent: steps, progress, previews, complaints. */

import type { PartOffer } from "./bid_form.ts";

export type Step = "sealed" | "saved" | "sent" | "deposited" | "openable" | "logged";

export class BidView {
  constructor(private readonly section: HTMLElement) {}

  /** A translated sentence of the page, with `{name}` filled in. */
  say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const template = this.section.querySelector<HTMLTemplateElement>(`template[data-text="${key}"]`);
    const sentence = template?.content.textContent?.trim() ?? key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }

  find<T extends HTMLElement>(selector: string): T {
    const found = this.section.querySelector<T>(selector);
    if (!found) throw new Error(`the bidding page has no ${selector}`);
    return found;
  }

  step(name: Step, state: "now" | "done", detail = ""): void {
    const item = this.find(`[data-step="${name}"]`);
    item.classList.toggle("is-now", state === "now");
    item.classList.toggle("is-done", state === "done");
    item.toggleAttribute("aria-current", state === "now");
    this.find(`[data-step="${name}"] [data-detail]`).textContent = detail;
  }

  progress(share: number): void {
    const bar = this.find<HTMLProgressElement>("progress");
    bar.hidden = false;
    bar.value = share;
  }

  complain(problem: unknown): void {
    const box = this.find("[data-error]");
    box.textContent = problem === null ? "" : problem instanceof Error ? problem.message : String(problem);
    box.hidden = problem === null;
    if (problem !== null) box.focus();
  }

  enable(action: string, enabled: boolean): void {
    this.find<HTMLButtonElement>(`[data-do="${action}"]`).disabled = !enabled;
  }

  preview(offer: readonly PartOffer[], warning: string | null = null): void {
    const place = this.find("[data-preview]");
    place.replaceChildren(...offer.flatMap((part) => [this.heading(part), list(part)]));
    if (warning) place.append(Object.assign(document.createElement("p"), { className: "bid-warning", textContent: warning }));
    place.hidden = false;
  }

  /** Offer a text as a file to keep, once; calls back when the bidder has taken it. */
  offerFile(selector: string, name: string, type: string, content: string, taken?: () => void): void {
    const link = this.find<HTMLAnchorElement>(selector);
    if (!link.hidden) return;
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.hidden = false;
    if (taken) link.addEventListener("click", taken, { once: true });
  }

  private heading({ part, content }: PartOffer): HTMLElement {
    const heading = document.createElement("h4");
    heading.textContent = this.say("part", { part: this.say(`part-${part}`), bytes: number(content.size) });
    return heading;
  }
}

/** A whole number in the page's language. */
export function number(value: number): string {
  return value.toLocaleString(document.documentElement.lang);
}

/** An instant in the page's language, with the reader's zone. */
export function instant(at: string): string {
  const style = { dateStyle: "medium", timeStyle: "long" } as const;
  return new Date(at).toLocaleString(document.documentElement.lang, style);
}

function list({ lines, attachments }: PartOffer): HTMLElement {
  const shown = document.createElement("dl");
  shown.className = "sealing-preview";
  for (const { label, value } of lines) shown.append(term(label), meaning(value));
  for (const { name, len, sha256 } of attachments) {
    shown.append(term(name), meaning(`${number(len)} B · SHA-256 ${sha256}`));
  }
  return shown;
}

function term(words: string): HTMLElement {
  return Object.assign(document.createElement("dt"), { textContent: words });
}

function meaning(words: string): HTMLElement {
  return Object.assign(document.createElement("dd"), { textContent: words });
}
