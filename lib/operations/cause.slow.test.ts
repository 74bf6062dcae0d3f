import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Aws } from "@/lib/aws/client";
import { describeStack, templateText } from "@/lib/aws/cloudformation";
import { systemClock } from "@/lib/clock";
import { testDatabase } from "@/lib/db/test-database";
import { launch } from "@/lib/stacks/launch";
import { stepOperation } from "./step";
import { findOperation, listUnsettled } from "./store";
import { sandboxAws, startSandbox, stepOptions, type TestSandbox } from "./test-rig";
import type { Operation } from "./types";

const place = { account: "sandbox", region: "us-east-1" };
let sandbox: TestSandbox;
let database: Awaited<ReturnType<typeof testDatabase>>;
let aws: Aws;

beforeAll(async () => {
  [sandbox, database] = await Promise.all([startSandbox(20), testDatabase()]);
  aws = sandboxAws(sandbox.url);
  await sandbox.control("demo");
});
afterAll(async () => {
  aws.destroy();
  await database.close();
  await sandbox.stop();
});

let ref = { ...place, stack: "" };
let stages = 0;
beforeEach(() => {
  ref = { ...place, stack: `cause-${++stages}` };
});

/** Launches what the demo stack is, beside it, with another tag. Nobody looks at it but `step`. */
async function start(containerTag: string): Promise<string> {
  const demo = await describeStack(aws.at(ref), "orders-prod");
  const text = await templateText(aws.at(ref), "orders-prod");
  if (!demo || text === null) throw new Error("the demo stack is not there");
  const has = Object.fromEntries(demo.parameters.map(({ key, value }) => [key, value]));
  const ctx = { db: database.db, aws, clock: systemClock, by: { userId: "u1", name: "Ada" } };
  const { operationId } = await launch(ctx, {
    ref,
    template: { id: "demo", text },
    parameters: { ...has, service: "cause", stage: String(stages).padStart(2, "s"), containerTag },
    capabilities: demo.capabilities,
    formKey: randomUUID(),
  });
  return operationId;
}

async function step(id: string): Promise<Operation> {
  const operation = (await listUnsettled(database.db)).find((one) => one.id === id);
  if (operation) await stepOperation(stepOptions({ db: database.db, aws }), operation);
  const now = await findOperation(database.db, id);
  if (!now) throw new Error("the operation is gone");
  return now;
}
const advance = (seconds: number) => sandbox.control("advance", { seconds });

async function rolledBack(): Promise<void> {
  for (let passed = 0; passed < 3 * 3_600; passed += 60) {
    if ((await describeStack(aws.at(ref), ref.stack))?.status === "ROLLBACK_COMPLETE") return;
    await advance(60);
  }
  throw new Error("the launch did not go back");
}

describe("why a launch failed", () => {
  it("is told by the registry when the image is missing and all tasks had gone before anybody looked", async () => {
    const id = await start("9.9.9");
    await rolledBack();
    const ended = await step(id);
    expect(ended.state).toBe("failed");
    expect(ended.cause?.sentence).toMatch(/^The image \S+\/acme\/orders:9\.9\.9 does not exist in its registry\.$/);
    expect(ended.cause?.evidence.join("\n")).toMatch(/^Registry: [\s\S]*Circuit Breaker/);
  });

  it("is kept from the first task that fails, with its last lines in the order they were written", async () => {
    // As AWS does it: half a minute between two tries, so that no look can miss them all.
    await sandbox.control("pace", { pace: 1 });
    const id = await start("1.6.0");
    let seen = await step(id);
    for (let passed = 0; !seen.cause && passed < 3_600; passed += 15) {
      await advance(15);
      seen = await step(id);
    }
    expect(seen.state).toBe("accepted");
    expect(seen.cause?.sentence).toMatch(/exited with code \d+/);
    expect(seen.cause?.evidence.join("\n")).toMatch(
      /^Task .*\n(Log: .*\n)*Log: .* starting.*\n(Log: .*\n)*Log: .*DATABASE_URL/,
    );
    await rolledBack();
    expect(await step(id)).toMatchObject({ state: "failed", cause: { sentence: seen.cause?.sentence } });
  });
});
