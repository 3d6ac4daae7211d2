/** Reserves on forms: sealed on this device in a notice, opened by their file at the settlement. */

import { type Reserve, readReserve, sealReserve } from "./sealing/reserve.ts";

/** Amounts of forms are in yuan. */
const CURRENCY = "CNY";

function startSealing(group: HTMLElement): void {
  const amount = find<HTMLInputElement>(group, "[data-amount]");
  // What was typed and not sealed would be lost without a word: it keeps the form from being sent.
  amount.addEventListener("input", () => {
    amount.setCustomValidity(amount.value.trim() ? say(group, "unsealed") : "");
  });
  amount.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void seal(group, amount);
  });
  find(group, "button[data-do='seal']").addEventListener("click", () => void seal(group, amount));
}

async function seal(group: HTMLElement, amount: HTMLInputElement): Promise<void> {
  const reserve = await sealReserve(amount.value, CURRENCY).catch(() => null);
  amount.setCustomValidity(reserve ? "" : say(group, "no-amount"));
  if (!reserve) {
    amount.reportValidity();
    return;
  }
  const hash = find<HTMLInputElement>(group, "input[name]");
  const name = save(group, reserve, lotOf(group, hash.name));
  hash.value = reserve.reserve_hash;
  amount.value = "";
  find(group, "[data-told]").textContent = say(group, "sealed").replace("{name}", name);
}

/** Hand the recovery file over, and leave a link to it while the page stays. */
function save(group: HTMLElement, reserve: Reserve, lot: string): string {
  const link = find<HTMLAnchorElement>(group, "a[data-file]");
  const content = new Blob([`${JSON.stringify(reserve, null, 1)}\n`], { type: "application/json" });
  URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(content);
  link.download = `reserve-${lot}-${reserve.reserve_hash.slice(0, 8)}.json`;
  link.hidden = false;
  link.click();
  return link.download;
}

function lotOf(group: HTMLElement, name: string): string {
  const input = group.closest("form")?.elements.namedItem(name.replace(/reserve_hash$/, "lot"));
  return (input instanceof HTMLInputElement && input.value.trim()) || "lot";
}

function startOpening(group: HTMLElement): void {
  const chosen = find<HTMLInputElement>(group, "input[type='file']");
  chosen.addEventListener("change", () => void open(group, chosen));
}

async function open(group: HTMLElement, chosen: HTMLInputElement): Promise<void> {
  const box = find(group, "[data-error]");
  const reserve = await opened(group, chosen.files?.[0]).catch(() => null);
  box.textContent = reserve ? "" : say(group, "another-reserve");
  box.hidden = reserve !== null;
  const [amount, salt] = group.querySelectorAll<HTMLInputElement>("input[name]");
  if (amount) amount.value = reserve?.amount ?? "";
  if (salt) salt.value = reserve?.salt ?? "";
}

async function opened(group: HTMLElement, file: File | undefined): Promise<Reserve | null> {
  const reserve = file ? await readReserve(await file.text()) : null;
  const sealed = group.dataset["hash"];
  return reserve?.reserve_hash === sealed && reserve?.currency === CURRENCY ? reserve : null;
}

function find<T extends HTMLElement>(group: HTMLElement, selector: string): T {
  const found = group.querySelector<T>(selector);
  if (!found) throw new Error(`the form of a reserve has no ${selector}`);
  return found;
}

function say(group: HTMLElement, key: string): string {
  const words = group.querySelector<HTMLTemplateElement>(`template[data-text="${key}"]`);
  return words?.content.textContent?.trim() ?? key;
}

document.querySelectorAll<HTMLElement>("[data-seals-reserve]").forEach(startSealing);
document.querySelectorAll<HTMLElement>("[data-opens-reserve]").forEach(startOpening);
