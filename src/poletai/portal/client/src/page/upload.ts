/** Uploads: a ciphertext in parts of 8 MiB, resumed where the server says it stopped. */

export const PART = 8 * 1024 * 1024;
const TRIES = 4;

export interface UploadTarget {
  /**
   * Where parts go: `PUT <url><sha256>/<index>`; `GET <url><sha256>` says `{"have": [0, 1],
   * "complete": false}`, and `POST <url><sha256>` joins the parts once all are there.
   */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Send a payload; parts the server already has are not sent again. Reports bytes that arrived. */
export async function upload(
  target: UploadTarget, sha256: string, payload: Blob, progress: (arrived: number) => void,
): Promise<void> {
  const { have, complete } = await whatIsThere(target, sha256);
  if (complete) return progress(payload.size);
  const count = Math.ceil(payload.size / PART);
  for (let index = 0; index < count; index++) {
    const part = payload.slice(index * PART, (index + 1) * PART);
    if (!have.includes(index)) await ask(target, "PUT", `${sha256}/${index}`, part);
    progress(Math.min(payload.size, (index + 1) * PART));
  }
  await ask(target, "POST", sha256);
}

async function whatIsThere(target: UploadTarget, sha256: string): Promise<{ have: number[]; complete?: boolean }> {
  const answer = await fetch(target.url + sha256, { headers: target.headers });
  if (answer.status === 404) return { have: [] };
  if (!answer.ok) throw new Error(`the server answered ${answer.status} about the upload`);
  return (await answer.json()) as { have: number[]; complete?: boolean };
}

async function ask(target: UploadTarget, method: string, name: string, body: Blob | null = null): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(target.url + name, { method, body, headers: target.headers }).catch(() => null);
    if (answer?.ok) return;
    // A refusal will be the same the next time; a broken line or a busy server may not.
    if ((answer && answer.status < 500) || attempt === TRIES) {
      throw new Error(`${name} was not taken (${answer ? answer.status : "no connection"})`);
    }
    await new Promise((wake) => setTimeout(wake, 500 * 2 ** attempt));
  }
}
