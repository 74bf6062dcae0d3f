import { CloudFormationClient, paginateDescribeStacks, paginateListStacks } from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServicesCommand,
  paginateListClusters,
  paginateListTasks,
} from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestSandbox, type TestSandbox } from "./testing/sandbox-server";

/** A large account in small: more than a page of everything. `npm run bench sandbox` makes one of full size. */
let sandbox: TestSandbox;
const account = "123456789012";
const SIZE = { stacks: 130, services: 300, tasks: 240, logLines: 13_000 };

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const { status, body } = await sandbox.control("POST", "world", { account, ...SIZE });
  expect(body).toMatchObject(SIZE);
  expect(status).toBe(200);
}, 60_000);
afterAll(() => {
  sandbox.close();
  expect(sandbox.bugs).toEqual([]);
});

it("has as many stacks as asked, all of them launched, page by page", async () => {
  const client = new CloudFormationClient(sandbox.client(account));
  const pages: number[] = [];
  const names = new Set<string>();
  for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {})) {
    pages.push(Stacks.length);
    for (const { StackName = "", StackStatus } of Stacks) {
      expect(StackStatus).toBe("CREATE_COMPLETE");
      names.add(StackName);
    }
  }
  expect(pages).toEqual([100, 30]);
  expect(names.size).toBe(SIZE.stacks);
  let listed = 0;
  for await (const { StackSummaries = [] } of paginateListStacks({ client }, {})) listed += StackSummaries.length;
  expect(listed).toBe(SIZE.stacks);
});

it("has as many services and running tasks, described ten and a hundred at a time", async () => {
  const client = new ECSClient(sandbox.client(account));
  const clusters: string[] = [];
  for await (const { clusterArns = [] } of paginateListClusters({ client }, {})) clusters.push(...clusterArns);
  expect(clusters).toHaveLength(SIZE.stacks);
  const count = async (cluster: string) => {
    const { serviceArns = [] } = await client.send(new ListServicesCommand({ cluster }));
    const described = await client.send(new DescribeServicesCommand({ cluster, services: serviceArns }));
    const tasks: string[] = [];
    for await (const { taskArns = [] } of paginateListTasks({ client }, { cluster })) tasks.push(...taskArns);
    const states = tasks.length === 0 ? undefined : await client.send(new DescribeTasksCommand({ cluster, tasks }));
    return {
      services:
        described.services?.filter(({ desiredCount, runningCount }) => desiredCount === runningCount).length ?? 0,
      tasks: states?.tasks?.filter(({ lastStatus }) => lastStatus === "RUNNING").length ?? 0,
    };
  };
  const counts = await Promise.all(clusters.map(count));
  expect(counts.reduce((sum, { services }) => sum + services, 0)).toBe(SIZE.services);
  expect(counts.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(SIZE.tasks);
});

it("has the log lines, spread over the last hour", async () => {
  const client = new CloudWatchLogsClient(sandbox.client(account));
  let lines = 0;
  const input = { logGroupName: "/big/big-0001", logStreamNames: ["history"] };
  for await (const { events = [] } of paginateFilterLogEvents({ client }, { ...input, limit: 40 }))
    lines += events.length;
  expect(lines).toBe(SIZE.logLines / SIZE.stacks);
});

it("is asked for in whole numbers, once", async () => {
  const refused = async (body: object) => (await sandbox.control("POST", "world", { account, ...body })).body.error;
  expect(await refused({})).toBe("stacks is missing");
  expect(await refused({ stacks: 1.5 })).toBe("stacks must be a whole number");
  expect(await refused({ stacks: 9_999 })).toBe("stacks must be from 1 to 5000");
  expect(await refused({ stacks: 1 })).toContain("already exists");
});
