/** Places of the page: found by the names scripts know them by, and changed only where they differ. */

export class Places {
  constructor(readonly root: HTMLElement) {}

  find<Found extends HTMLElement = HTMLElement>(name: string): Found | null {
    return this.root.querySelector<Found>(`[data-place="${name}"]`);
  }

  /** Write a text; nothing is touched where it stands already. */
  write(name: string, text: string): boolean {
    const place = this.find(name);
    if (!place || place.textContent === text) return false;
    place.textContent = text;
    return true;
  }

  show(name: string, shown: boolean): void {
    const place = this.find(name);
    if (place) place.hidden = !shown;
  }

  /** Of the alternatives of a group show the one that applies, and no other. */
  choose(group: string, which: string): void {
    for (const one of this.root.querySelectorAll<HTMLElement>(`[data-when="${group}"]`)) {
      one.hidden = one.dataset["is"] !== which;
    }
  }
}

export function made<Name extends keyof HTMLElementTagNameMap>(
  name: Name, className = "", text = "",
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
