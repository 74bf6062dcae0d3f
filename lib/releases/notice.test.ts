import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Aws } from "@/lib/aws/client";
import { describeStack } from "@/lib/aws/cloudformation";
import { createStack, deleteStack, updateStackParameters } from "@/lib/aws/cloudformation-writes";
import { systemClock } from "@/lib/clock";
import { testDatabase } from "@/lib/db/test-database";
import { releaseLease } from "@/lib/operations/leases";
import { SMALL_TEMPLATE, sandboxAws, startSandbox, type TestSandbox } from "@/lib/operations/test-rig";
import { listReleases } from "./list";
import { type NoticeContext, noticeOutside, startRounds } from "./notice";

const place = { account: "sandbox", region: "us-east-1" };
const ref = { ...place, stack: "made-by-hand" };
let sandbox: TestSandbox;
let database: Awaited<ReturnType<typeof testDatabase>>;
let aws: Aws;
let healthy = 0;
let ctx: NoticeContext;

beforeAll(async () => {
  [sandbox, database] = await Promise.all([startSandbox(), testDatabase()]);
  aws = sandboxAws(sandbox.url);
  const service = {
    hasService: true,
    wanted: 2,
    rollout: "COMPLETED",
    versions: [],
    stoppedTasks: [],
    events: [],
  } as const;
  const observe = async () => ({ ...service, healthy, digest: "sha256:abc" });
  ctx = { db: database.db, aws, clock: systemClock, observe };
});
afterAll(async () => {
  aws.destroy();
  await database.close();
  await sandbox.stop();
});

const make = (name: string, templateBody: string, parameters: { key: string; value: string }[] = []) =>
  createStack(aws.at(place), { name, templateBody, parameters, tags: {}, capabilities: [], clientToken: `t-${name}` });
const resting = (stack: string) =>
  expect.poll(async () => (await describeStack(aws.at(place), stack))?.status).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
const rounds = startRounds("test");
const look = async () => {
  await noticeOutside(ctx, place, rounds);
  return listReleases(database.db, ref);
};

it("records what was deployed outside Slipway, once, and as healthy only when it is seen so", async () => {
  const stackId = await make(ref.stack, SMALL_TEMPLATE, [
    { key: "containerTag", value: "1.0" },
    { key: "apiKey", value: "hunter2" },
  ]);
  await make("no-image", "Resources: { L: { Type: AWS::Logs::LogGroup } }");
  await resting(ref.stack);
  await resting("no-image");
  const [first] = await look();
  expect(first).toMatchObject({
    number: 1,
    version: "1.0",
    origin: "outside",
    by: "outside Slipway",
    healthyAt: undefined,
  });
  expect(first).toMatchObject({ secretParameters: ["apiKey"], imageParameters: ["containerTag"], stackId });
  expect(JSON.stringify(first)).not.toContain("hunter2");
  expect(await look()).toHaveLength(1);
  expect(await listReleases(database.db, { ...place, stack: "no-image" })).toEqual([]);
  expect(rounds.settled).toEqual(new Set([expect.stringContaining("/no-image/")]));

  healthy = 2;
  expect((await look())[0]).toMatchObject({ healthyAt: expect.any(Number), digest: "sha256:abc" });
  await look();
  expect(rounds.settled.size).toBe(2);

  const parameters = [
    { key: "containerTag", value: "2.0" },
    ...["days", "apiKey"].map((key) => ({ key, keep: true as const })),
  ];
  await updateStackParameters(aws.at(place), { stackId, parameters, capabilities: [], clientToken: "update" });
  await resting(ref.stack);
  await expect.poll(async () => (await look()).map(({ version }) => version)).toEqual(["2.0", "1.0"]);
});

it("asks the database once a round, whatever the number of stacks, and forgets stacks that are gone", async () => {
  for (let i = 0; i < 4; i++) {
    await make(`many-${i}`, SMALL_TEMPLATE, [{ key: "containerTag", value: `1.${i}` }]);
    await resting(`many-${i}`);
  }
  await look();
  await look();
  const settled = rounds.settled.size;
  const queries = vi.spyOn(database.db, "selectDistinctOn");
  const others = vi.spyOn(database.db, "select");
  const imageless = [...rounds.settled].filter((mark) => mark.includes("/no-image/"));
  await noticeOutside(ctx, place, { ...startRounds("test"), settled: new Set(imageless) });
  expect([queries.mock.calls.length, others.mock.calls.length]).toEqual([1, 0]);
  vi.restoreAllMocks();
  const stack = await describeStack(aws.at(place), "many-0");
  await deleteStack(aws.at(place), stack?.stackId ?? "", "delete-many");
  await expect.poll(async () => (await describeStack(aws.at(place), "many-0"))?.status).toBeUndefined();
  await look();
  expect(rounds.settled.size).toBe(settled - 1);
});

it("leaves the place to the process that holds it, until that one lets go", async () => {
  await look();
  const other = startRounds("other");
  await noticeOutside(ctx, place, other);
  expect(other.settled.size).toBe(0);
  await releaseLease(database.db, "notice:sandbox/us-east-1", "test");
  await noticeOutside(ctx, place, other);
  expect(other.settled.size).toBe(rounds.settled.size);
});
