import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { anyValueOf, prune } from "../testing/shape-arbitrary";
import { startWireServer } from "../testing/wire-server";
import type { ServiceName } from "../wire/handler";
import { serviceModel } from "../wire/model";
import { serviceNames } from "../wire/protocols";
import { runPython, whyNoPython } from "./python";

const missing = whyNoPython("botocore");
if (missing) console.log(`The round trips with botocore are skipped: ${missing}.`);

/** Operations whose requests botocore or the SDK rewrite on their way. */
const REWRITTEN = /^(CopySnapshot|RunInstances|CreateLaunchConfiguration)$/;
/** EC2 has 811 operations made by one pattern; every fifth is enough here. */
const STRIDE: Partial<Record<ServiceName, number>> = { ec2: 5 };

interface Case {
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: unknown;
  readonly output: unknown;
}

interface Report {
  readonly service: ServiceName;
  readonly operation: string;
  readonly skipped?: string;
  readonly failed?: string;
  readonly sent?: unknown;
  readonly got?: unknown;
  readonly expected?: unknown;
}

async function makeCases(): Promise<Map<string, Case>> {
  const cases = new Map<string, Case>();
  for (const service of serviceNames()) {
    const { operations } = await serviceModel(service);
    let index = 0;
    for (const { name, input, output } of operations.values()) {
      const streams = [input, output].some(
        (ns) => !ns.isUnitSchema() && [...ns.structIterator()].some(([, member]) => member.isStreaming()),
      );
      if (streams || REWRITTEN.test(name) || index++ % (STRIDE[service] ?? 1) !== 0) continue;
      const sample = (ns: typeof input) =>
        fc.sample(anyValueOf(ns, { xml: true, strict: true }), { numRuns: 1, seed: 11 })[0];
      cases.set(`${service}:${name}`, { service, operation: name, input: sample(input), output: sample(output) });
    }
  }
  return cases;
}

/** Times and blobs as the probe's JSON has them. */
function tagged(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(tagged);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, tagged(item)]));
}

it.skipIf(missing)("botocore's clients and the sandbox understand each other", { timeout: 120_000 }, async () => {
  const wire = await startWireServer();
  const cases = await makeCases();
  const seen = new Map<string, unknown>();
  wire.handler = (input, { service, operation }) => {
    const key = `${service}:${operation}`;
    seen.set(key, tagged(input));
    return cases.get(key)?.output ?? {};
  };
  const lines = [...cases.values()].map((one) => JSON.stringify(tagged(one))).join("\n");
  const { stdout, stderr } = await runPython(
    [path.join(import.meta.dirname, "botocore_probe.py"), wire.endpoint],
    lines,
  );
  wire.close();
  const reports = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Report);
  expect(reports, stderr).toHaveLength(cases.size);
  const problems: string[] = [];
  let compared = 0;
  for (const report of reports) {
    if (report.skipped) continue;
    compared++;
    const key = `${report.service}:${report.operation}`;
    const differ = (what: string, a: unknown, b: unknown) => {
      const [left, right] = [canonical(prune(a)), canonical(prune(b))];
      if (left !== right) problems.push(`${key} ${what}:\n  ${left}\n  ${right}`);
    };
    if (report.failed) problems.push(`${key}: ${report.failed}`);
    else {
      differ("input", seen.get(key), report.sent);
      differ("output", report.got, report.expected);
    }
  }
  expect(problems.join("\n")).toBe("");
  expect(compared).toBeGreaterThan(700);
});

/** Sorted keys; numbers as text, since Route 53's MaxItems are numbers for the SDK and strings for botocore. */
function canonical(value: unknown): string {
  const sorted = (item: unknown): unknown => {
    if (typeof item === "number") return String(item);
    if (Array.isArray(item)) return item.map(sorted);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(
      Object.entries(item)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, entry]) => [key, sorted(entry)]),
    );
  };
  return JSON.stringify(sorted(value)) ?? "nothing";
}
