/** Tickets: the exchange lets a bidder's session key into a room for a while. */

import { type Bytes, fromBase64, fromHex } from "../sealing/bytes.ts";
import { type RoomConfig } from "./config.ts";

export interface Given {
  readonly ticket: string;
  readonly secret: Bytes;
  readonly plate: string;
  readonly url: string;
}

/** The exchange, or this browser, lets nobody in; `message` is the key of the text that says why. */
export class NoEntryError extends Error {}

/** Ask for a ticket; throws where the exchange gives none. */
export async function askTicket(config: RoomConfig, key: string): Promise<Given> {
  const answer = await fetch(config.ticket, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": config.csrf, "Poletai-Role": "bidder" },
    body: JSON.stringify({ key }),
  });
  if (answer.status === 401 || answer.status === 403) throw new NoEntryError("signed-out");
  if (answer.status === 409) throw new NoEntryError("closed");
  if (!answer.ok) throw new Error(answer.statusText);
  const { ticket, session, plate, url } = (await answer.json()) as Record<"ticket" | "session" | "plate" | "url", string>;
  return { ticket, plate, url, secret: /^[0-9a-f]{64}$/.test(session) ? fromHex(session) : fromBase64(session) };
}
