/** Rows that are added and taken out, claims that show their statement, groups filled or left empty. */

import { isFilled, ownFields } from "./bid_fields.ts";

export function startRows(form: HTMLFormElement): void {
  form.addEventListener("click", (event) => {
    const pressed = event.target as Element;
    const rows = pressed.closest<HTMLElement>("[data-rows]");
    if (rows && pressed.closest("[data-add]")) add(rows);
    if (rows && pressed.closest("[data-take-out]")) takeOut(rows, pressed.closest<HTMLElement>("[data-row]"));
  });
  form.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    if (box.matches("[data-claim]")) showStatement(box);
  });
  // A browser that goes back keeps ticks, not what they showed.
  form.querySelectorAll<HTMLInputElement>("[data-claim]").forEach(showStatement);
}

/** Ask for what a group or a row needs once anything of it is filled in, and show what is wrong. */
export function demand(form: HTMLFormElement): boolean {
  for (const place of form.querySelectorAll<HTMLElement>("[data-row],[data-object]")) {
    const filled = isFilled(place);
    for (const field of ownFields(place)) {
      if (field.matches("[data-needed]")) field.required = filled;
    }
  }
  for (const wrong of form.querySelectorAll("details :is(input,textarea,select):invalid")) {
    wrong.closest("details")?.setAttribute("open", "");
  }
  return form.reportValidity();
}

function add(rows: HTMLElement): void {
  const template = rows.querySelector("template");
  const button = rows.querySelector("[data-add]");
  if (!template || !button) return;
  button.before(template.content.cloneNode(true));
  number(rows);
  const added = [...rows.querySelectorAll<HTMLElement>("[data-row]")].at(-1);
  added?.querySelector<HTMLElement>("input,select,textarea")?.focus();
  changed(rows);
}

function takeOut(rows: HTMLElement, row: HTMLElement | null): void {
  row?.remove();
  number(rows);
  rows.querySelector<HTMLElement>("[data-add]")?.focus();
  changed(rows);
}

/** Number the rows as people count; a row is called by what it is and its number. */
function number(rows: HTMLElement): void {
  rows.querySelectorAll<HTMLElement>("[data-row]").forEach((row, index) => {
    const title = `${rows.dataset["title"]} ${index + 1}`;
    row.setAttribute("aria-label", title);
    const place = row.querySelector("[data-row-title]");
    if (place) place.textContent = title;
  });
}

function showStatement(box: HTMLInputElement): void {
  const row = box.closest("label")?.nextElementSibling as HTMLElement | null;
  if (!row) return;
  row.hidden = !box.checked;
  for (const input of row.querySelectorAll<HTMLInputElement>('input:not([type="hidden"])')) {
    input.disabled = !box.checked;
  }
}

/** Rows are part of the offer: what was reviewed without them is reviewed again. */
function changed(rows: HTMLElement): void {
  rows.dispatchEvent(new Event("input", { bubbles: true }));
}
