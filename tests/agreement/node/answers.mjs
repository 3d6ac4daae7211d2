/** Answers to the agreement tests: each calls the browser's sealing library and speaks JSON and hex. */

import * as client from "./sealing.js";

const { fromHex, hex } = client;

function pattern(length) {
  return Uint8Array.from({ length }, (_, i) => (7 * i + 3) % 256);
}

async function gather(pieces) {
  const found = [];
  for await (const piece of pieces) found.push(piece.slice());
  return client.concat(...found);
}

async function* inPieces(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function mapped(object, change) {
  return Promise.all(Object.entries(object).map(async ([key, value]) => [key, await change(value)])).then(
    Object.fromEntries,
  );
}

const answers = {
  async cobblestone({ key, salt, context, length, piece }) {
    const plaintext = pattern(length);
    const [k, c] = [fromHex(key), client.utf8(context)];
    const sealed = await gather(client.sealCobblestone(k, c, inPieces(plaintext, piece), fromHex(salt)));
    const opened = await client.openCobblestone(k, c, sealed);
    return {
      sha256: hex(await client.sha256(sealed)),
      len: sealed.length,
      commitment: hex(sealed.subarray(24, 56)),
      opens: client.same(opened, plaintext),
    };
  },
  padme: ({ lengths }) => lengths.map(client.padme),
  canonical: ({ value }) => hex(client.canonical(value)),
  signedBytes: ({ room, plate, said }) => hex(client.signedBytes(room, plate, said)),
  async signSaid({ room, plate, said, seed }) {
    const { privateKey } = await client.bidderKeyFromSeed(seed);
    return client.signSaid(room, plate, said, privateKey);
  },
  async seal({ identity, keyset, contents, seed }) {
    const offered = await mapped(contents, (content) => client.contentOf(fromHex(content)));
    const key = seed ? await client.bidderKeyFromSeed(seed) : undefined;
    const sealed = await client.sealBid(identity, keyset, offered, undefined, key);
    const bytes = async (blob) => hex(new Uint8Array(await blob.arrayBuffer()));
    return { ...sealed, payloads: await mapped(sealed.payloads, bytes) };
  },
  async hashesOf({ header, keyset }) {
    const context = async (part) => hex(await client.partContext(header, keyset, part));
    return {
      keyset: hex(await client.keysetHash(keyset)),
      bid: hex(await client.bidHash(header)),
      contexts: await mapped(Object.fromEntries(keyset.parts.map((part) => [part, part])), context),
    };
  },
  async open({ header, keyset, part, payload, key }) {
    return hex(await client.openPart(header, keyset, part, fromHex(payload), fromHex(key)));
  },
  async openWithShares({ header, keyset, part, payload, shares }) {
    const released = shares.map(({ i, share }) => ({ i, share: fromHex(share) }));
    const key = await client.keyFromShares(header, keyset, part, released);
    return hex(await client.openPart(header, keyset, part, fromHex(payload), key));
  },
  async openShare({ header, keyset, part, i, secret }) {
    const { pub } = keyset.custodians.find((custodian) => custodian.i === i);
    const { sealed } = header.parts[part].shares.find((share) => share.i === i);
    const context = await client.partContext(header, keyset, part);
    const keys = { pub: fromHex(pub), secret: fromHex(secret) };
    return hex(await client.openShare(keys, context, i, fromHex(sealed)));
  },
  async deal({ key, k, n }) {
    const shares = await client.deal(fromHex(key), k, n);
    const last = shares[n - 1];
    const derived = client.shareAt(shares.slice(0, k), last[last.length - 1]);
    return { shares: shares.map(hex), derives: client.same(derived, last) };
  },
  goodReceipts: ({ bidHash, receipts, keyset }) => client.goodReceipts(bidHash, receipts, keyset),
  async receipt({ file, envelope, bidHash, policy }) {
    const checkpoint = await client.verifyReceipt(file, envelope, bidHash, await client.readPolicy(policy));
    return { size: checkpoint.size, times: Object.fromEntries(checkpoint.times) };
  },
  async withdraw({ subject, seed }) {
    return client.signWithdrawal(subject, await client.bidderKeyFromSeed(seed));
  },
  async files({ data, names }) {
    const files = names.map((name, i) => new File([pattern(1000 * (i + 1))], name, { type: "text/plain" }));
    const described = await Promise.all(files.map(client.describe));
    const content = await gather(client.packFiles(data, files, described).stream());
    const unpacked = client.unpackFiles(content);
    const intact = unpacked.files.every(({ bytes }, i) => client.same(bytes, pattern(1000 * (i + 1))));
    return { data: unpacked.data, files: unpacked.files.map((file) => file.attachment), intact };
  },
  plainAmount: ({ typed }) => client.plainAmount(typed),
  readReserve: ({ file }) => client.readReserve(file),
  sealReserve: ({ typed }) => client.sealReserve(typed),
  async hashes({ length }) {
    const blob = new Blob([pattern(length)]);
    return [hex(await client.sha256Of(blob)), hex(await client.piecewise(blob))];
  },
  async time({ identity, keyset, megabytes }) {
    const contents = { price: client.contentOf(pattern(100)), tech: client.contentOf(new Uint8Array(megabytes * 1e6)) };
    const start = performance.now();
    await client.sealBid(identity, keyset, contents);
    return performance.now() - start;
  },
};

/** Answer one question; what the library throws comes back as `{"error": message}`. */
export async function answer({ ask, ...question }) {
  try {
    return { answer: await answers[ask](question) };
  } catch (problem) {
    return { error: problem.message };
  }
}
