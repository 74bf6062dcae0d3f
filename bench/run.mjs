/**
 * `npm run bench [name]`: measures, prints a table and writes bench/results.json, a list of
 * {name, value, unit, aim, rival, rivalValue}. Machines are noisy, so nothing here passes or fails; where there is a
 * rival it is measured in the same run.
 */
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { install } from "../scripts/lib/prepare.mjs";
import { main, refuse, say } from "../scripts/lib/say.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const BENCHES = ["javascript", "stack-end", "viewers", "logs", "sandbox"];
/** Need no console; each starts what it measures. */
const ALONE = ["sandbox"];

main(async () => {
  await install(root);
  const [wanted] = process.argv.slice(2);
  if (wanted && !BENCHES.includes(wanted)) refuse(`There is no bench "${wanted}"; there are ${BENCHES.join(", ")}.`);
  const { startApp } = await import("./lib/app.mjs");
  const app = wanted && ALONE.includes(wanted) ? { root, stop: () => undefined } : await startApp(root);
  const results = [];
  try {
    for (const name of wanted ? [wanted] : BENCHES) {
      say(`\n— ${name}`);
      const { measure } = await import(`./${name}.mjs`);
      try {
        results.push(...(await measure(app)));
      } catch (error) {
        // The others are measured all the same; a bench that broke has no row, and the exit code says so.
        say(String(error?.stack ?? error));
        process.exitCode = 1;
      }
    }
  } finally {
    await app.stop();
  }
  write(results, wanted);
  print(results);
  process.exit();
});

/** One bench alone replaces its own rows and keeps the others. */
function write(results, wanted) {
  const file = path.join(root, "bench/results.json");
  const before = wanted && fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : [];
  const names = new Set(results.map((result) => result.name));
  const kept = before.filter((result) => !names.has(result.name));
  fs.writeFileSync(file, `${JSON.stringify([...kept, ...results], null, 2)}\n`);
}

function print(results) {
  const rows = results.map(({ name, value, unit, aim, rival, rivalValue }) => [
    name,
    `${value} ${unit}`,
    aim ?? "",
    rival ? `${rival}: ${rivalValue ?? "not installed"}` : "",
  ]);
  const all = [["what", "measured", "aim", "rival"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column].length)));
  say("");
  for (const row of all)
    say(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}
