/** Copy buttons: put the text they stand beside on the clipboard and say so. */

const SHOWN_FOR = 2000;

export function startCopying(root: Document): void {
  root.addEventListener("click", async (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
    button.classList.add("is-copied");
    setTimeout(() => button.classList.remove("is-copied"), SHOWN_FOR);
  });
}
