/** Messages: what a room and its bidders say to each other, and the state that is shown. */

/** Where a room stands; what is absent does not apply. Instants are of the wall, amounts decimals. */
export interface RoomState {
  readonly phase: string;
  readonly closes?: string;
  readonly ends?: string;
  /** The auction's own clock, which stands while the room does. */
  readonly clock?: string;
  readonly still?: boolean;
  readonly why?: string;
  readonly runs?: string;
  readonly over?: string;
  readonly price?: string;
  readonly leader?: string;
  readonly least?: string;
  readonly step?: string;
  readonly wins?: string;
  readonly says?: readonly string[];
  readonly turn?: string;
  readonly round?: number;
  readonly dimension?: string;
  readonly rows?: readonly Readonly<Record<string, string>>[];
  readonly bidders?: number;
  readonly own?: string;
  readonly standing?: string;
}

/** One thing said in the room, as everybody sees it. */
export interface Line {
  readonly number: number;
  readonly at: string;
  readonly clock?: string;
  readonly plate: string;
  readonly kind: string;
  readonly amount?: string;
  readonly quantity?: string;
  readonly dimension?: string;
  readonly items?: readonly string[];
  readonly proxy?: boolean;
}

/** What a bidder says, before it is signed. */
export interface Said {
  readonly seq: number;
  readonly kind: string;
  readonly amount?: string;
  readonly quantity?: string;
  readonly dimension?: string;
  readonly items?: readonly string[];
}

export interface SignedSaid extends Said {
  readonly sig: string;
  readonly mac?: string;
}

export interface Welcome {
  readonly t: "welcome";
  readonly plate?: string;
  /** The last of this plate's messages that was taken. */
  readonly seq?: number;
  readonly rules: { readonly proof?: string; readonly proxy?: boolean; readonly [rule: string]: unknown };
  readonly auction: Readonly<Record<string, unknown>>;
  readonly history: readonly Line[];
  readonly state: RoomState;
  readonly at?: string;
}

export type Message =
  | Welcome
  | { readonly t: "taken"; readonly seq: number; readonly number: number; readonly at: string }
  | { readonly t: "refused"; readonly seq?: number; readonly code: string; readonly reason?: string }
  | { readonly t: "state"; readonly n: number; readonly at: string; readonly state: RoomState; readonly lines?: readonly Line[] }
  | { readonly t: "pong"; readonly sent: number; readonly at: string }
  | { readonly t: "elsewhere"; readonly url: string }
  | { readonly t: "closing" };
