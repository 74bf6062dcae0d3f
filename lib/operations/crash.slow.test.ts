import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Aws } from "@/lib/aws/client";
import { describeStack, stackEvents } from "@/lib/aws/cloudformation";
import { testDatabase } from "@/lib/db/test-database";
import { listReleases } from "@/lib/releases/list";
import type { CheckpointName } from "./checkpoint";
import { OperationRunner } from "./runner";
import { listOperations, listUnsettled } from "./store";
import { sandboxAws, startSandbox, stepOptions, type TestSandbox } from "./test-rig";

/** kill -9 at each step of each verb; then a new process settles every operation within ten seconds. */
const VERBS = ["launch", "deploy", "rollback", "delete"] as const;
const POINTS: readonly CheckpointName[] = ["after-intent", "after-call", "after-accepted", "after-stack-end"];
const CELLS = VERBS.flatMap((verb) => POINTS.map((point) => ({ verb, point, stack: `${verb}-${point}` })));

const root = process.cwd();
const bundle = path.join(root, ".cache/crash/child.mjs");
let sandbox: TestSandbox;
let database: Awaited<ReturnType<typeof testDatabase>>;
let aws: Aws;

function run(stack: string, verb: string, crashAt?: string): Promise<{ signal: string | null; said: string }> {
  const env = { ...process.env, NODE_NO_WARNINGS: "1", ...(crashAt && { SLIPWAY_CRASH_AT: crashAt }) };
  const child = spawn(process.execPath, [bundle, database.url, sandbox.url, stack, verb], { env, cwd: root });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  return new Promise((resolve) => child.once("exit", (_, signal) => resolve({ signal, said })));
}

/** What comes before the verb that is killed. */
const BEFORE: Record<(typeof VERBS)[number], readonly string[]> = {
  launch: [],
  deploy: ["launch"],
  rollback: ["launch", "deploy"],
  delete: ["launch"],
};

beforeAll(async () => {
  mkdirSync(path.dirname(bundle), { recursive: true });
  const serverOnly = path.join(root, "node_modules/server-only/empty.js");
  await build({
    entryPoints: [path.join(root, "lib/operations/crash-child.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    alias: { "server-only": serverOnly },
    tsconfig: path.join(root, "tsconfig.json"),
    logLevel: "warning",
  });
  [sandbox, database] = await Promise.all([startSandbox(), testDatabase()]);
  aws = sandboxAws(sandbox.url);
}, 60_000);
afterAll(async () => {
  aws.destroy();
  await database.close();
  await sandbox.stop();
});

describe("kill -9", () => {
  it.each(CELLS)(
    "$verb dies $point",
    async ({ verb, point, stack }) => {
      for (const earlier of BEFORE[verb]) expect(await run(stack, earlier)).toEqual({ signal: null, said: "" });
      const killed = await run(stack, verb, `${verb}:${point}`);
      expect(killed, killed.said).toMatchObject({ signal: "SIGKILL" });
    },
    60_000,
  );

  it("leaves nothing undecided: the next process settles everything", async () => {
    const runner = new OperationRunner(stepOptions({ db: database.db, aws }));
    runner.start();
    await expect.poll(() => listUnsettled(database.db), { timeout: 50_000, interval: 100 }).toEqual([]);
    await runner.stop();
  }, 60_000);

  it.each(CELLS)("$verb $point: what the journal says is what AWS has, done once", async ({ verb, point, stack }) => {
    const ref = { account: "sandbox", region: "us-east-1", stack };
    const [operation] = await listOperations(database.db, ref);
    const reached = point !== "after-intent";
    expect(operation).toMatchObject({ kind: verb, state: reached ? "succeeded" : "failed" });
    if (!reached) expect(operation?.cause?.sentence).toMatch(/Nothing was changed/);

    const id = operation?.stackId ?? stack;
    const [now, events, releases] = await Promise.all([
      describeStack(aws.at(ref), id),
      stackEvents(aws.at(ref), id),
      listReleases(database.db, ref),
    ]);
    const done = events.filter(({ logicalId, reason }) => logicalId === stack && reason === "User Initiated").length;
    expect(done).toBe(BEFORE[verb].length + (reached ? 1 : 0));
    const tag = now?.parameters.find(({ key }) => key === "containerTag")?.value;
    const deployed = { launch: ["1.0"], deploy: ["1.0", "2.0"], rollback: ["1.0", "2.0", "1.0"], delete: ["1.0"] }[
      verb
    ];
    const kept = reached || verb === "delete" ? deployed : deployed.slice(0, -1);
    expect(releases.map(({ version }) => version).toReversed()).toEqual(kept);
    expect(releases.every(({ outcome }) => outcome !== "running")).toBe(true);
    if (verb === "delete") expect(now?.status).toBe(reached ? "DELETE_COMPLETE" : "CREATE_COMPLETE");
    else expect(tag).toBe(kept.at(-1));
  });
});
