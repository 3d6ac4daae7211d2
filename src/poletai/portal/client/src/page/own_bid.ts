/** One's own bid once more: its recovery file, read on this device and sent nowhere. */

import { type Recovery, readRecovery } from "../sealing/recovery.ts";

/** The bid the server knows as the reader's last for this lot. */
export interface OwnBid {
  readonly bid: string;
  readonly seq: number;
  readonly bid_hash: string;
}

/** Read the recovery file chosen in the section; throws where it is not that of this very bid. */
export async function ownRecovery(section: Element, own: OwnBid): Promise<Recovery> {
  const input = section.querySelector<HTMLInputElement>("input[data-recovery-file]");
  const file = input?.files?.[0];
  if (!file) throw new Error(said(section, "no-recovery"));
  const recovery = readRecovery(await file.text());
  if (recovery.bid_id !== own.bid || recovery.bid_hash !== own.bid_hash) {
    throw new Error(said(section, "another-recovery"));
  }
  return recovery;
}

function said(section: Element, key: string): string {
  const words = section.querySelector<HTMLTemplateElement>(`template[data-text="${key}"]`);
  return words?.content.textContent?.trim() ?? key;
}
