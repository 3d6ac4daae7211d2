/** Builds the committed static files; `--check` compares them instead and exits 1 when stale. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static", "poletai");
const check = process.argv.includes("--check");

const scripts = ["app", "bid", "charts", "own", "replay", "reserve", "room", "sealing", "theme"];

async function bundles() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [...scripts.map((name) => `src/${name}.ts`), "src/app.css"],
    outdir: target,
    bundle: true,
    format: "esm",
    target: ["es2022", "chrome133", "firefox130", "safari17"],
    charset: "utf8",
    minify: true,
    legalComments: "none",
    loader: { ".svg": "dataurl" },
    logLevel: "warning",
    write: false,
  });
  return result.outputFiles.map((file) => [file.path.slice(target.length + 1), file.text]);
}

/** One sprite of the icons that pages use: `<use href="icons.svg#name">`. */
async function sprite() {
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8")).sort();
  const symbols = await Promise.all(names.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

async function symbol(name) {
  const path = join(here, "node_modules", "@tabler", "icons", "icons", "outline", `${name}.svg`);
  const drawing = (await readFile(path, "utf8")).replace(/<!--[\s\S]*?-->/g, "");
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(drawing)[1].replace(/<path stroke="none"[^>]*>/g, "");
  const attributes =
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" ${attributes}>${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
}

/** The licences that must travel with what is bundled. */
async function notices() {
  const { dependencies } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  const parts = Object.keys(dependencies).sort().map(async (name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${(await licenceText(folder)).trim()}\n`;
  });
  return `Parts of these files come from:\n\n${(await Promise.all(parts)).join(`\n${"-".repeat(72)}\n\n`)}`;
}

async function licenceText(folder) {
  for (const name of ["LICENSE", "LICENSE.md", "LICENSE.txt"]) {
    try {
      return await readFile(join(folder, name), "utf8");
    } catch (problem) {
      if (problem.code !== "ENOENT") throw problem;
    }
  }
  return "";
}

async function isCurrent([name, content]) {
  const committed = await readFile(join(target, name), "utf8").catch(() => null);
  if (committed === content) return true;
  console.error(`static/poletai/${name} is stale: run ./run assets and commit it`);
  return false;
}

const files = [...(await bundles()), ["icons.svg", await sprite()], ["mark.svg", await readFile(join(here, "mark.svg"), "utf8")], ["NOTICE.txt", await notices()]];
if (check) {
  const current = await Promise.all(files.map(isCurrent));
  process.exitCode = current.every(Boolean) ? 0 : 1;
} else {
  await mkdir(target, { recursive: true });
  for (const [name, content] of files) await writeFile(join(target, name), content);
  for (const [name, content] of files) console.log(`${name} ${content.length}`);
}
