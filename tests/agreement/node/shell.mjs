/** Runs in Node.js: one JSON question a line on standard input, one JSON answer a line back. */

import { createInterface } from "node:readline";

const [, , answersModule] = process.argv;
const { answer } = await import(answersModule);

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}
