/** The sealing library: what a bidder's browser, a reviewer and the interop tests call. */

export * from "./log/merkle.ts";
export * from "./log/note.ts";
export * from "./log/policy.ts";
export * from "./log/receipt.ts";
export { signSaid, signedBytes } from "./room/signed.ts";
export * from "./sealing/attachments.ts";
export * from "./sealing/bytes.ts";
export * from "./sealing/canonical.ts";
export { open as openCobblestone, seal as sealCobblestone } from "./sealing/cobblestone.ts";
export * from "./sealing/hashes.ts";
export * from "./sealing/header.ts";
export * from "./sealing/keyset.ts";
export * from "./sealing/open.ts";
export * from "./sealing/padme.ts";
export * from "./sealing/plaintext.ts";
export * from "./sealing/recovery.ts";
export * from "./sealing/reserve.ts";
export * from "./sealing/seal.ts";
export * from "./sealing/share_box.ts";
export * from "./sealing/share_receipt.ts";
export * from "./sealing/shares.ts";
export * from "./sealing/signing.ts";
export * from "./sealing/withdrawal.ts";
