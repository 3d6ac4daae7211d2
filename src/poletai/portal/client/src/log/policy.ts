/** Policies, as c2sp.org/tlog-policy has them: which log, which witnesses, how many of them. */

import { fromBase64 } from "../sealing/bytes.ts";
import type { Bytes } from "../sealing/bytes.ts";
import { type Verifier, readVerifier, signedAt, splitNote } from "./note.ts";

export interface Policy {
  readonly logs: readonly Verifier[];
  readonly witnesses: ReadonlyMap<string, Verifier>;
  readonly groups: readonly { readonly name: string; readonly needed: number; readonly members: readonly string[] }[];
  readonly quorum: string;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
  /** When each witness says it saw the checkpoint, unix seconds, by the policy's names. */
  readonly times: ReadonlyMap<string, number>;
}

export async function readPolicy(file: string): Promise<Policy> {
  const logs: Verifier[] = [];
  const witnesses = new Map<string, Verifier>();
  const groups: { name: string; needed: number; members: string[] }[] = [];
  let quorum: string | undefined;
  for (const line of file.split("\n")) {
    const [word, name = "", third = "", ...rest] = (line.split("#")[0] ?? "").split(/\s+/).filter(Boolean);
    if (word === "log") logs.push(await readVerifier(name));
    else if (word === "witness") witnesses.set(name, await readVerifier(third));
    else if (word === "group") groups.push({ name, needed: needed(third, rest.length), members: rest });
    else if (word === "quorum" && quorum === undefined) quorum = name;
    else if (word !== undefined) throw new Error(`the policy line \`${line}\` is not understood`);
  }
  if (quorum === undefined) throw new Error("the policy names no quorum");
  return { logs, witnesses, groups, quorum };
}

/** Check that a log of the policy signed this checkpoint and that its quorum cosigned it. */
export async function openCheckpoint(policy: Policy, file: string): Promise<Checkpoint> {
  const note = splitNote(file);
  const signed = await Promise.all(policy.logs.map((log) => signedAt(note, log)));
  if (signed.every((time) => time === null)) throw new Error("no log of the policy signed this checkpoint");
  const times = new Map<string, number>();
  for (const [name, witness] of policy.witnesses) {
    const time = await signedAt(note, witness);
    if (time !== null) times.set(name, time);
  }
  requireQuorum(policy, new Set(times.keys()));
  return { ...readCheckpoint(note.text), times };
}

function requireQuorum(policy: Policy, present: ReadonlySet<string>): void {
  const met = new Set(present);
  for (const group of policy.groups) {
    if (group.members.filter((member) => met.has(member)).length >= group.needed) met.add(group.name);
  }
  if (policy.quorum !== "none" && !met.has(policy.quorum)) {
    throw new Error(`the quorum ${policy.quorum} is not met; cosigned by ${[...present].join(", ") || "no witness"}`);
  }
}

function readCheckpoint(signed: string): { origin: string; size: number; root: Bytes } {
  const [origin = "", size = "", root = "", ...rest] = signed.split("\n");
  const decoded = fromBase64(root);
  if (origin === "" || !/^(0|[1-9]\d{0,14})$/.test(size) || decoded.length !== 32 || rest.at(-1) !== "") {
    throw new Error("not a checkpoint: an origin, a size and a root");
  }
  return { origin, size: Number(size), root: decoded };
}

function needed(word: string, members: number): number {
  const count = word === "any" ? 1 : word === "all" ? members : Number(word);
  if (!Number.isInteger(count) || count < 1 || count > members) {
    throw new Error(`${word} of ${members} members cannot agree`);
  }
  return count;
}
