/** Being sure: what goes far, or cannot be taken back, is asked once more. */

import { type Places } from "./dom.ts";

/** Ask in a dialog; resolves to the answer, no where it was closed. */
export function sure(places: Places, text: string): Promise<boolean> {
  const dialog = places.find<HTMLDialogElement>("sure");
  if (!dialog || dialog.open) return Promise.resolve(false);
  places.write("sure-text", text);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
