/**
 * `npm run sandbox`: the practice AWS, a server of its own. Bundled on demand, so it is up a second after `npm ci`.
 * `-- --empty` starts it without the demo.
 */
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { takeLock } from "./lib/lock.mjs";
import { onParentGone } from "./lib/parent.mjs";
import { checkNode, checkPortFree, readPort } from "./lib/preconditions.mjs";
import { main, refuse, say } from "./lib/say.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const bundle = path.join(root, ".cache/sandbox/main.mjs");
const DEFAULT_PACE = 10;

main(async () => {
  checkNode();
  const supervised = process.send !== undefined;
  const port = readPort("SANDBOX_PORT", 4566);
  const pace = Number(process.env.SANDBOX_PACE ?? DEFAULT_PACE);
  if (!(pace >= 1 && pace <= 1000)) refuse(`SANDBOX_PACE is ${process.env.SANDBOX_PACE}; it must be from 1 to 1000.`);
  const dataDirectory = path.resolve(root, process.env.SLIPWAY_DATA ?? ".slipway");

  // Heeded from the first moment on: the demo's history takes a while.
  let running;
  let release = () => {};
  const leave = () => {
    running?.close();
    release();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, leave);
  process.on("disconnect", leave);
  onParentGone(leave);

  const lock = path.join(dataDirectory, "sandbox.lock");
  release = await takeLock(lock);
  if (typeof release !== "function") {
    refuse(
      `Process ${release.heldBy} runs a sandbox on ${dataDirectory} already; stop it first or set SLIPWAY_DATA to another directory.`,
    );
  }
  process.on("exit", release);
  await checkPortFree(port, "127.0.0.1", "SANDBOX_PORT");
  await build();
  const { runSandbox } = await import(pathToFileURL(bundle).href);
  const empty = process.argv.includes("--empty");
  running = await runSandbox({ root, port, dataDirectory, empty, pace });
  process.send?.({ type: "ready", port: running.port });
  if (!supervised) say(`The sandbox answers on http://127.0.0.1:${running.port} (account 123456789012, us-east-1).`);
});

/** Bundles sandbox/ when a source is newer than the bundle; packages stay outside and are loaded when needed. */
async function build() {
  const built = fs.statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (
    built > newest([path.join(root, "sandbox"), path.join(root, "lib/templates"), path.join(root, "package-lock.json")])
  )
    return;
  const { build: esbuild } = await import("esbuild");
  // Beside it and renamed, so that a second start never reads half a bundle.
  const made = bundle.replace(/\.mjs$/, `.${process.pid}.mjs`);
  await esbuild({
    entryPoints: [path.join(root, "sandbox/main.ts")],
    outfile: made,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    tsconfig: path.join(root, "tsconfig.json"),
    logLevel: "warning",
  });
  fs.renameSync(made, bundle);
}

function newest(files) {
  let latest = 0;
  for (const file of files) {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) continue;
    latest = Math.max(latest, stat.mtimeMs);
    if (stat.isDirectory())
      latest = Math.max(latest, newest(fs.readdirSync(file).map((name) => path.join(file, name))));
  }
  return latest;
}
