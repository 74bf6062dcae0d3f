import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const directory = import.meta.dirname;
const files = readdirSync(directory).filter((name) => /\.(ya?ml|json)$/.test(name));

/** cfn-lint as a Python module, wherever `npm test` has put it; undefined where there is none. */
function cfnLint(args: readonly string[]) {
  const run = spawnSync("python3", ["-c", "from cfnlint.runner import main; main()", ...args], {
    encoding: "utf8",
    timeout: 120_000,
  });
  return run.error || /No module named '?cfnlint/.test(run.stderr) ? undefined : run;
}

describe.each(files)("%s", (file) => {
  it("has no finding of cfn-lint", { timeout: 180_000 }, (context) => {
    const version = cfnLint(["--version"]);
    if (!version) {
      if (process.env.CI) throw new Error("cfn-lint is not installed, and in CI a skip is a failure.");
      context.skip("cfn-lint is not installed: pip install cfn-lint");
      return;
    }
    const run = cfnLint([
      "--include-checks",
      "I",
      "--regions",
      "us-east-1",
      "eu-central-1",
      "--",
      join(directory, file),
    ]);
    expect(run?.stdout).toBe("");
    expect(run?.status).toBe(0);
  });
});
