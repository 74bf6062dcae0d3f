import { spawn } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { refuse, step } from "./say.mjs";

/** What a build is made of: when none of it changed, `next start` serves the one that is there. */
const SOURCES = ["app", "components", "lib", "public", "infra-templates"];
const SOURCE_FILES = [
  "next.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "instrumentation.ts",
  "instrumentation-node.ts",
  "proxy.ts",
];

/** `npm ci` when nothing is installed or the lockfile changed since. */
export async function install(root) {
  const marker = path.join(root, "node_modules", ".slipway-lock");
  const wanted = sha256(fs.readFileSync(path.join(root, "package-lock.json")));
  if (readText(marker) === wanted) return false;
  await step("Installing packages (npm ci)", () =>
    run(npm(), ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root }),
  );
  fs.writeFileSync(marker, wanted);
  return true;
}

/** `next build` into `dist` when the sources changed since the last one. */
export async function build(root, dist, env) {
  const marker = path.join(root, dist, "slipway-sources");
  const wanted = hashSources(root);
  if (readText(marker) === wanted && fs.existsSync(path.join(root, dist, "BUILD_ID"))) return false;
  fs.rmSync(marker, { force: true });
  await step("Building the console (next build, once per change)", () =>
    run(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], {
      cwd: root,
      env: { ...env, NODE_ENV: "production", SLIPWAY_DIST: dist, NEXT_TELEMETRY_DISABLED: "1" },
    }),
  );
  fs.writeFileSync(marker, wanted);
  return true;
}

export function hashSources(root) {
  const hash = crypto.createHash("sha256").update(process.version);
  for (const file of [...SOURCE_FILES, ...SOURCES.flatMap((folder) => walk(path.join(root, folder), root))]) {
    const full = path.join(root, file);
    if (!fs.existsSync(full)) continue;
    hash.update(`${file}\0`).update(fs.readFileSync(full)).update("\0");
  }
  return hash.digest("hex");
}

/** Files below a folder, sorted, tests left out: a changed test needs no new build. */
export function walk(folder, root, keep = (name) => !/\.test\.tsx?$/.test(name)) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && keep(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Runs a command to its end; its output is shown only when it fails. */
export function run(command, args, { cwd, env = process.env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: show ? "inherit" : ["ignore", "pipe", "pipe"] });
    const output = [];
    child.stdout?.on("data", (chunk) => output.push(chunk));
    child.stderr?.on("data", (chunk) => output.push(chunk));
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (code === 0) return resolve(Buffer.concat(output).toString());
      process.stderr.write(`\n${Buffer.concat(output).toString()}\n`);
      try {
        refuse(
          `${path.basename(command)} ${args
            .slice(0, 2)
            .map((arg) => path.basename(arg))
            .join(" ")} failed (${signal ?? `exit code ${code}`}); its output is above.`,
        );
      } catch (refusal) {
        reject(refusal);
      }
    });
  });
}

const npm = () => "npm";
const sha256 = (data) => crypto.createHash("sha256").update(data).digest("hex");

function readText(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
