/** The page's own data: which room, how to come in, the kinds of words said, and all texts. */

/** One kind of thing a bidder may say: its button, what is typed for it, what follows from it. */
export interface Kind {
  readonly label: string;
  readonly fields: readonly string[];
  /** What cannot be taken back says what follows before it is sent. */
  readonly confirm?: string;
}

export interface RoomConfig {
  readonly room: string;
  readonly live: string;
  readonly bidder: boolean;
  /** Where a bidder's ticket is asked for. */
  readonly ticket: string;
  readonly csrf: string;
  readonly unit: string;
  readonly start: string;
  /** The lots or packages a bid may name. */
  readonly items: readonly { readonly name: string; readonly title: string }[];
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly words: Readonly<Record<string, string>>;
  readonly locale: string;
  readonly zone: string;
}

export function readConfig<Config = RoomConfig>(section: Element): Config {
  const block = section.querySelector('script[type="application/json"]');
  return JSON.parse(block?.textContent ?? "") as Config;
}

/** Texts of the page: a key, or the key itself where the page has no text for it. */
export class Words {
  constructor(private readonly words: Readonly<Record<string, string>>) {}

  say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const text = this.words[key] ?? key.replace(/^.*[:.]/, "");
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  }

  has(key: string): boolean {
    return key in this.words;
  }
}
