/** Wires: one connection to a room, over WebSocket, or over server-sent events and requests. */

import { type Message, type SignedSaid } from "./messages.ts";

export interface Wire {
  say(said: SignedSaid): void;
  ping(): void;
  close(): void;
}

export interface Ends {
  heard(message: Message): void;
  /** The connection is gone; said once. */
  gone(): void;
}

/** The address of a room under the address of the process that keeps it. */
export function roomAddress(live: string, room: string): string {
  return `${live.replace(/\/(rooms\/.*)?$/, "")}/rooms/${room}`;
}

export function overWebSocket(address: string, ticket: string, ends: Ends): Wire {
  const socket = new WebSocket(`${address.replace(/^http/, "ws")}/ws`);
  const send = (body: unknown) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(body));
  let over = false;
  const gone = () => {
    if (!over) ends.gone();
    over = true;
  };
  socket.onopen = () => {
    send(ticket ? { t: "hello", ticket } : { t: "watch" });
    send({ t: "ping", sent: performance.now() });
  };
  socket.onmessage = ({ data }) => !over && ends.heard(JSON.parse(String(data)) as Message);
  socket.onclose = socket.onerror = gone;
  return {
    say: (said) => send({ t: "say", ...said }),
    ping: () => send({ t: "ping", sent: performance.now() }),
    close: () => {
      over = true;
      socket.close();
    },
  };
}

/** For networks that let no WebSocket through: messages come as events, what is said is posted. */
export function overEvents(address: string, ticket: string, ends: Ends): Wire {
  const base = address.replace(/^ws/, "http");
  const source = new EventSource(`${base}/events${ticket ? `?ticket=${encodeURIComponent(ticket)}` : ""}`);
  const close = () => source.close();
  const gone = () => {
    close();
    ends.gone();
  };
  source.onmessage = ({ data }) => ends.heard(JSON.parse(String(data)) as Message);
  source.onerror = gone;
  const say = async (said: SignedSaid) => {
    const body = JSON.stringify({ ticket, say: said });
    const answer = await fetch(`${base}/say`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const told = (await answer.json()) as Message;
    if (!("t" in told)) throw new Error(answer.statusText);
    ends.heard(told);
  };
  // A post without an answer leaves open whether it was taken: a new connection tells.
  return { say: (said) => void say(said).catch(gone), ping: () => undefined, close };
}
