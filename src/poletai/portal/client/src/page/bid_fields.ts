/** The fields of the bid form and where they stand: directly in a part, in a group, or in a row. */

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const SCOPE = "[data-row],[data-object],form";

/** The enabled fields somewhere in a place that belong to a part: the nearest `data-part` says which. */
export function fieldsIn(place: Element, part?: string): Field[] {
  return [...place.querySelectorAll<Field>("[name]:is(input,select,textarea)")].filter(
    (field) => !field.disabled && (part === undefined || partOf(field) === part),
  );
}

/** Those of the fields that stand in no smaller group or row of the place. */
export function ownFields(place: Element, part?: string): Field[] {
  return fieldsIn(place, part).filter((field) => field.closest(SCOPE) === place);
}

/** The groups and rows that stand directly in the place and belong to the part. */
export function inner(place: Element, part: string): HTMLElement[] {
  return [...place.querySelectorAll<HTMLElement>("[data-row],[data-object]")].filter(
    (scope) => scope.parentElement?.closest(SCOPE) === place && partOf(scope) === part,
  );
}

/** Whether somebody entered something here; what the page itself filled in does not count. */
export function isFilled(place: Element): boolean {
  return fieldsIn(place).some((field) => field.type !== "hidden" && isGiven(field));
}

export function isGiven(field: Field): boolean {
  if (isFileInput(field)) return (field.files?.length ?? 0) > 0;
  return isChoice(field) ? field.checked : field.value.trim() !== "";
}

export function isChoice(field: Field): field is HTMLInputElement {
  return field.type === "checkbox";
}

export function isFileInput(field: Field): field is HTMLInputElement {
  return field.type === "file";
}

/** What the form calls a field, with its row where it stands in one. */
export function labelOf(field: Field): string {
  const label = field.dataset["label"] || field.labels?.[0]?.textContent?.trim() || field.name;
  const row = field.closest("[data-row]")?.getAttribute("aria-label");
  return row ? `${row} · ${label}` : label;
}

function partOf(element: Element): string | undefined {
  return element.closest<HTMLElement>("[data-part]")?.dataset["part"];
}
