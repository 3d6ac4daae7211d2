/** The offer as the bidder entered it: fields and files of each part, and what will be sealed. */

import { type Attachment, describe, packFiles } from "../sealing/attachments.ts";
import { type Json, canonical } from "../sealing/canonical.ts";
import { type Content, contentOf } from "../sealing/plaintext.ts";
import { type Field, fieldsIn, inner, isChoice, isFileInput, isFilled, isGiven, labelOf, ownFields } from "./bid_fields.ts";

export interface PartOffer {
  readonly part: string;
  /** What the bidder entered, in the order of the form. */
  readonly lines: readonly Line[];
  /** The files that travel in this part. */
  readonly attachments: readonly Attachment[];
  readonly content: Content;
}

interface Line {
  readonly label: string;
  readonly value: string;
}

type Saying = { [key: string]: Json };

/**
 * Read the form part by part: fields and groups say their part in `data-part`.
 *
 * `data-object` is sealed as an object, each `data-row` as one of a list; an empty one is left out.
 * `data-kind` says how a field is meant: "money", "integer", "list", "document" or "documents",
 * which are sealed by title and hash. A part with files is packed with them, any other is canonical
 * JSON. `data-attach` names the part in which the documents of the others travel.
 */
export function readOffer(form: HTMLFormElement, parts: readonly string[]): Promise<PartOffer[]> {
  return Promise.all(parts.map((part) => readPart(form, part)));
}

async function readPart(form: HTMLFormElement, part: string): Promise<PartOffer> {
  const typed = fieldsIn(form, part).filter((field) => field.type !== "hidden" && isGiven(field));
  const lines = await Promise.all(typed.map(async (field) => ({ label: labelOf(field), value: await shown(field) })));
  const said = await meant(form, part);
  const files = travelling(form, part);
  const attachments = await Promise.all(files.map(describe));
  const content = files.length ? packFiles(said, files, attachments) : contentOf(canonical(said));
  return { part, lines, attachments, content };
}

/** The files sealed with a part: a part by itself is JSON unless it is where files travel. */
function travelling(form: HTMLFormElement, part: string): File[] {
  const all = part === form.dataset["attach"];
  const inputs = fieldsIn(form, all ? undefined : part).filter(isFileInput);
  const here = all ? inputs : inputs.filter((input) => !input.dataset["kind"]);
  return here.flatMap((input) => [...(input.files ?? [])]);
}

/** What a place says in a part: its own fields, then the groups and rows in it. */
async function meant(place: Element, part: string): Promise<Saying> {
  const said: Saying = {};
  for (const field of ownFields(place, part).filter(isGiven)) {
    const meaning = await meaningOf(field);
    if (meaning !== undefined) said[field.name] = isMany(field) ? [...listOf(said[field.name]), meaning] : meaning;
  }
  for (const scope of inner(place, part).filter(isFilled)) {
    const { row, object } = scope.dataset;
    const meaning = await meant(scope, part);
    if (row) said[row] = [...listOf(said[row]), meaning];
    else if (object) said[object] = meaning;
  }
  return said;
}

async function meaningOf(field: Field): Promise<Json | undefined> {
  if (isFileInput(field)) return documentsOf(field);
  const text = field.value.trim();
  if (field.dataset["kind"] === "money") return { amount: text, currency: "CNY" };
  return field.dataset["kind"] === "integer" ? Number(text) : text;
}

/** The documents of a file input by title and hash; files of no kind only travel along. */
async function documentsOf(input: HTMLInputElement): Promise<Json | undefined> {
  const documents = await Promise.all([...(input.files ?? [])].map(asDocument));
  if (input.dataset["kind"] === "documents") return documents;
  return input.dataset["kind"] === "document" ? documents[0] : undefined;
}

async function asDocument(file: File): Promise<Json> {
  const { name, type, len, sha256 } = await describe(file);
  return { title: name, sha256, len, media: type || "application/octet-stream" };
}

async function shown(field: Field): Promise<string> {
  if (isFileInput(field)) return [...(field.files ?? [])].map((file) => file.name).join(", ");
  if (field instanceof HTMLSelectElement) return field.selectedOptions[0]?.text ?? field.value;
  return isChoice(field) ? "✓" : field.value.trim();
}

function isMany(field: Field): boolean {
  return isChoice(field) || field.dataset["kind"] === "list";
}

function listOf(said: Json | undefined): Json[] {
  return Array.isArray(said) ? said : [];
}
