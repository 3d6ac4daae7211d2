/** The offer as the bidder typed it: fields and files of each part, and what will be sealed. */

import { type Attachment, describe, packFiles } from "../sealing/attachments.ts";
import { type Json, canonical } from "../sealing/canonical.ts";
import { type Content, contentOf } from "../sealing/plaintext.ts";

export interface PartOffer {
  readonly part: string;
  readonly fields: Readonly<Record<string, string>>;
  /** What the form calls each field. */
  readonly labels: Readonly<Record<string, string>>;
  readonly attachments: readonly Attachment[];
  readonly content: Content;
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * Read the form part by part: every field says its part in `data-part`.
 *
 * A part with a file input is packed as attachments; any other is the canonical JSON of its fields,
 * where `data-kind` says how one is meant: "money", or "choice" for checkboxes of one name.
 */
export function readOffer(form: HTMLFormElement, parts: readonly string[]): Promise<PartOffer[]> {
  return Promise.all(parts.map((part) => readPart(form, part)));
}

async function readPart(form: HTMLFormElement, part: string): Promise<PartOffer> {
  const inputs = [...form.querySelectorAll<Field>(`[data-part="${CSS.escape(part)}"][name]`)];
  const uploads = inputs.filter(isFileInput);
  const typed = inputs.filter((input) => !isFileInput(input) && (!isChoice(input) || input.checked));
  const fields = Object.fromEntries(typed.map((input) => [input.name, shown(typed, input)]));
  const labels = Object.fromEntries(typed.map((input) => [input.name, labelOf(input)]));
  const files = uploads.flatMap((input) => [...(input.files ?? [])]);
  const attachments = await Promise.all(files.map(describe));
  const packed = uploads.length > 0;
  const content = packed ? packFiles(fields, files, attachments) : contentOf(canonical(meant(typed)));
  return { part, fields, labels, attachments, content };
}

/** What is sealed of typed fields: money with its currency, ticked choices as a list, else the text. */
function meant(typed: readonly Field[]): Json {
  return Object.fromEntries(typed.map((input) => [input.name, meaningOf(typed, input)]));
}

function meaningOf(typed: readonly Field[], input: Field): Json {
  if (input.dataset["kind"] === "money") return { amount: input.value.trim(), currency: "CNY" };
  return isChoice(input) ? chosen(typed, input.name) : input.value.trim();
}

function shown(typed: readonly Field[], input: Field): string {
  return isChoice(input) ? chosen(typed, input.name).join(", ") : input.value.trim();
}

function chosen(typed: readonly Field[], name: string): string[] {
  return typed.filter((input) => input.name === name).map((input) => input.value);
}

function labelOf(input: Field): string {
  return input.labels?.[0]?.textContent?.trim() || input.name;
}

function isChoice(input: Field): input is HTMLInputElement {
  return input.type === "checkbox";
}

function isFileInput(input: Field): input is HTMLInputElement {
  return input.type === "file";
}
