/** Next's generated route types first (a fresh clone has none), then the compiler. */
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { run } from "./lib/prepare.mjs";
import { main } from "./lib/say.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

main(async () => {
  const next = path.join(root, "node_modules/next/dist/bin/next");
  await run(process.execPath, [next, "typegen"], { cwd: root });
  await run(path.join(root, "node_modules/.bin/tsc"), ["--noEmit", "-p", root], { cwd: root });
});
