/**
 * `npm test`: everything, on a new machine too. `npm run check` (`--quick`) is its quick part: format, lint, types, unit.
 * Ends with one line "N passed, M failed"; exit code 1 when anything failed.
 */
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { checkNode, freePort } from "./lib/preconditions.mjs";
import { build, install } from "./lib/prepare.mjs";
import { main, say, seconds } from "./lib/say.mjs";
import { runPart } from "./lib/test-parts.mjs";
import { browserPath, pythonTools } from "./lib/test-tools.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name) => path.join(root, "node_modules/.bin", name);
const DIST = ".next-test";

main(async () => {
  checkNode();
  const quick = process.argv.includes("--quick");
  const started = Date.now();
  await install(root);
  const env = cleanEnvironment();
  const reports = path.join(root, ".cache", "reports");
  fs.rmSync(reports, { recursive: true, force: true });
  fs.mkdirSync(reports, { recursive: true });
  const results = [];
  const part = async (name, ...rest) => results.push(await runPart(name, root, ...rest));

  if (!quick) Object.assign(env, await pythonTools(root, env));
  await part("format and lint", bin("biome"), ["ci", "--error-on-warnings", "."], { env });
  await part("types", process.execPath, [path.join(root, "scripts/types.mjs")], { env });
  const unit = path.join(reports, "unit.json");
  // Built before the unit part: the tests of `npm start` run on it too.
  if (!quick) {
    await build(root, DIST, env);
    env.SLIPWAY_TEST_DIST = DIST;
  }
  const slow = quick ? ["--exclude", "**/*.slow.test.ts"] : [];
  await part(
    quick ? "unit" : "unit, sandbox conformance, crash steps",
    bin("vitest"),
    ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${unit}`, ...slow],
    { env, report: unit },
  );
  if (!quick) {
    const browser = path.join(reports, "browser.json");
    await part("browser", bin("playwright"), ["test", "--config", "e2e/playwright.config.ts"], {
      env: {
        ...env,
        SLIPWAY_CHROMIUM: await browserPath(root),
        SLIPWAY_DIST: DIST,
        SLIPWAY_DATA: fs.mkdtempSync(path.join(reports, "data-")),
        PORT: String(await freePort()),
        SANDBOX_PORT: String(await freePort()),
        PLAYWRIGHT_JSON_OUTPUT_FILE: browser,
      },
      report: browser,
    });
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  say("");
  for (const result of results) {
    const skipped = result.skipped ? `, ${result.skipped} skipped` : "";
    say(
      `${result.failed ? "✗" : "✓"} ${result.name}: ${result.passed} passed, ${result.failed} failed${skipped} (${seconds(result.ms)})`,
    );
  }
  say(`All of it took ${seconds(Date.now() - started)}.`);
  say(`${sum("passed")} passed, ${sum("failed")} failed`);
  process.exit(sum("failed") ? 1 : 0);
});

/** Tests never see a laptop's AWS credentials, nor a running console's settings. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(AWS_|SLIPWAY_|NEXTAUTH_|DATABASE_URL|PORT$|HOST$|SANDBOX_PORT$)/.test(name) || name === "SLIPWAY_CHROMIUM",
  );
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}
