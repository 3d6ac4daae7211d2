/** Confirm with consequence: an irreversible form waits until its box "I understand" is ticked. */

export function startConfirmations(root: Document): void {
  const update = (box: HTMLInputElement) => {
    for (const button of box.form?.querySelectorAll<HTMLButtonElement>("[data-confirmed]") ?? []) {
      button.disabled = !box.checked;
    }
  };
  root.addEventListener("change", (event) => {
    const box = (event.target as Element).closest<HTMLInputElement>("input[data-confirms]");
    if (box) update(box);
  });
  root.querySelectorAll<HTMLInputElement>("input[data-confirms]").forEach(update);
}
