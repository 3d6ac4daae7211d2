/** Countdowns: shown only inside the last 48 hours, against the server's clock. */

const SOON = 48 * 3600 * 1000;

export function startCountdowns(root: Document): void {
  const stated = root.querySelector<HTMLMetaElement>('meta[name="poletai-now"]')?.content;
  const ahead = stated ? Date.parse(stated) - Date.now() : 0;
  const tick = () => {
    for (const place of root.querySelectorAll<HTMLElement>("[data-countdown]")) {
      show(place, Date.parse(place.dataset["countdown"] ?? "") - Date.now() - ahead);
    }
  };
  tick();
  setInterval(tick, 1000);
}

function show(place: HTMLElement, left: number): void {
  place.hidden = !(left > 0 && left < SOON);
  if (!place.hidden) place.textContent = clock(left);
}

function clock(left: number): string {
  const seconds = Math.floor(left / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}
