import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "../testing/sandbox-server";
import { runPython, whyNoPython } from "./python";

const missing = whyNoPython("boto3");
if (missing) console.log(`Metrics, alarms and logs with boto3 are skipped: ${missing}.`);

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

it.skipIf(missing)("boto3 reads metric math, composite alarms, filters and Insights", { timeout: 60_000 }, async () => {
  const probe = path.join(import.meta.dirname, "signals_probe.py");
  const { stdout, stderr, code } = await runPython([probe, sandbox.endpoint]);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    math: [["max 40", [10, 20, 40]]],
    composite: ["ALARM", 'ALARM("high")'],
    history: ["Alarm updated from OK to ALARM", "Alarm updated from INSUFFICIENT_DATA to OK", 'Alarm "any" created'],
    filtered: [['{"status": 503, "ms": 340}'], ["10.0.0.1 GET /orders 404"], ["10.0.0.1 GET /orders 404"]],
    insights: [
      [
        { status: "200", slowest: "12" },
        { status: "503", slowest: "340" },
      ],
      "Complete",
    ],
    malformed: { startCharOffset: 18, endCharOffset: 23 },
  });
  expect(sandbox.bugs).toEqual([]);
});
