import { spawn } from "node:child_process";
import fs from "node:fs";
import process from "node:process";
import { say } from "./say.mjs";

/**
 * Runs one part of the tests with its output shown. Answers {name, passed, failed, skipped, ms}: counts from the
 * runner's JSON report, else one check that passed or failed by its exit code.
 */
export async function runPart(name, cwd, command, args, { env, report }) {
  say(`\n— ${name}`);
  const started = Date.now();
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", (error) => {
      say(String(error));
      resolve(1);
    });
    child.once("exit", (status) => resolve(status ?? 1));
  });
  const counts = (report && readCounts(report)) ?? {
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    skipped: 0,
  };
  // A runner that failed without naming a test (a crash, a broken import) is a failure too.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  // In CI everything a test needs can be installed, so nothing may be skipped.
  if (process.env.CI && counts.skipped > 0) counts.failed += counts.skipped;
  return { name, ms: Date.now() - started, ...counts };
}

/** Understands vitest's and Playwright's JSON. */
export function readCounts(file) {
  if (!fs.existsSync(file)) return undefined;
  const report = JSON.parse(fs.readFileSync(file, "utf8"));
  if (report.stats) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return { passed: expected, failed: unexpected + flaky + (report.errors?.length ?? 0), skipped };
  }
  const failedSuites = report.testResults.filter(
    (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + failedSuites.length,
    skipped: report.numPendingTests,
  };
}
