import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { CloudFormationClient, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  paginateDescribeLogGroups,
} from "@aws-sdk/client-cloudwatch-logs";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateClusterCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  ECSClient,
  ListClustersCommand,
  paginateListClusters,
} from "@aws-sdk/client-ecs";
import { CreateRoleCommand, IAMClient, paginateListRoles } from "@aws-sdk/client-iam";
import { ListHostedZonesCommand, Route53Client } from "@aws-sdk/client-route-53";
import { SmithyRpcV2CborProtocol } from "@smithy/core/cbor";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { failed, startTestSandbox, type TestSandbox } from "./testing/sandbox-server";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => {
  expect(sandbox.bugs.splice(0)).toEqual([]);
  return sandbox.control("DELETE", "faults");
});
afterAll(() => sandbox.close());

const fault = async (rule: object) => {
  const { status, body } = await sandbox.control("POST", "faults", rule);
  expect(body, JSON.stringify(body)).not.toHaveProperty("error");
  expect(status).toBe(200);
};

const cborProtocol = new SmithyRpcV2CborProtocol({ defaultNamespace: "com.amazonaws.cloudwatch" } as never);

/** One read of each protocol. */
const READS: Record<string, (account: string, attempts?: number) => Promise<unknown>> = {
  query: (account, maxAttempts) =>
    new CloudFormationClient(sandbox.client(account, { maxAttempts: maxAttempts ?? 1 })).send(
      new ListStacksCommand({}),
    ),
  json: (account, maxAttempts) =>
    new ECSClient(sandbox.client(account, { maxAttempts: maxAttempts ?? 1 })).send(new ListClustersCommand({})),
  cbor: (account, maxAttempts) =>
    new CloudWatchClient({
      ...sandbox.client(account, { maxAttempts: maxAttempts ?? 1 }),
      protocol: cborProtocol,
    } as never).send(new ListMetricsCommand({})),
  "rest-xml": (account, maxAttempts) =>
    new Route53Client(sandbox.client(account, { maxAttempts: maxAttempts ?? 1 })).send(new ListHostedZonesCommand({})),
  ec2: (account, maxAttempts) =>
    new EC2Client(sandbox.client(account, { maxAttempts: maxAttempts ?? 1 })).send(new DescribeVpcsCommand({})),
};
const denied = (account: string, action: string, on = " on resource: *") =>
  `User: arn:aws:iam::${account}:user/slipway is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`;

describe("errors in the words and codes of each protocol", () => {
  it.each([
    ["throttle", "query", "Throttling", 400, "Rate exceeded"],
    ["throttle", "json", "ThrottlingException", 400, "Rate exceeded"],
    ["throttle", "cbor", "Throttling", 400, "Rate exceeded"],
    ["throttle", "rest-xml", "Throttling", 400, "Rate exceeded"],
    ["throttle", "ec2", "RequestLimitExceeded", 503, "Request limit exceeded."],
    ["error500", "query", "InternalFailure", 500, "An internal error has occurred"],
    ["error503", "cbor", "ServiceUnavailable", 503, "The server is temporarily unable to handle the request"],
    ["expired-token", "query", "ExpiredToken", 403, "The security token included in the request is expired"],
    ["expired-token", "json", "ExpiredTokenException", 400, "The security token included in the request is expired"],
    ["expired-token", "cbor", "ExpiredTokenException", 400, "The security token included in the request is expired"],
    ["expired-token", "ec2", "RequestExpired", 400, "Request has expired."],
  ])("%s over %s is %s", async (kind, protocol, name, status, message) => {
    const account = sandbox.newAccount();
    await fault({ account, kind });
    expect(await failed(READS[protocol]?.(account) ?? Promise.resolve())).toEqual({ name, message, status });
  });

  it.each([
    ["query", "AccessDenied", 403, "cloudformation:ListStacks"],
    ["json", "AccessDeniedException", 400, "ecs:ListClusters"],
    ["cbor", "AccessDeniedException", 400, "cloudwatch:ListMetrics"],
    ["rest-xml", "AccessDenied", 403, "route53:ListHostedZones"],
  ])("access-denied over %s names principal and action", async (protocol, name, status, action) => {
    const account = sandbox.newAccount();
    await fault({ account, kind: "access-denied" });
    expect(await failed(READS[protocol]?.(account) ?? Promise.resolve())).toEqual({
      name,
      message: denied(account, action),
      status,
    });
  });

  it("access-denied by EC2 says so first", async () => {
    const account = sandbox.newAccount();
    await fault({ account, kind: "access-denied" });
    expect(await failed(READS.ec2?.(account) ?? Promise.resolve())).toEqual({
      name: "UnauthorizedOperation",
      message: `You are not authorized to perform this operation. ${denied(account, "ec2:DescribeVpcs", "")}`,
      status: 403,
    });
  });
});

describe("token buckets", () => {
  it("have the sizes AWS publishes, shared as AWS shares them, and fill up again", async () => {
    let wall = Date.UTC(2026, 10, 24);
    const still = await startTestSandbox({ wall: () => wall });
    try {
      await still.control("POST", "faults", { kind: "token-bucket" });
      const ecs = new ECSClient(still.client("111111111111"));
      const define = async () =>
        (await failed(ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: "none:1" }))))?.name;
      const remove = async () =>
        (await failed(ecs.send(new DeleteTaskDefinitionsCommand({ taskDefinitions: ["none:1"] }))))?.name;
      // Task definition modifications: 20 at once, one a second.
      for (let call = 0; call < 20; call++)
        expect(await (call % 2 ? define : remove)()).not.toBe("ThrottlingException");
      expect([await define(), await remove()]).toEqual(["ThrottlingException", "ThrottlingException"]);
      await ecs.send(new ListClustersCommand({}));
      wall += 1_000;
      expect(await define()).not.toBe("ThrottlingException");
      expect(await define()).toBe("ThrottlingException");
      // Another account has a bucket of its own, and so has another Region.
      const other = new ECSClient(still.client("111111111111", { region: "eu-west-1" }));
      const command = new DeregisterTaskDefinitionCommand({ taskDefinition: "none:1" });
      expect((await failed(other.send(command)))?.name).not.toBe("ThrottlingException");
    } finally {
      still.close();
    }
  });

  it("take a size of one's own, per API", async () => {
    const account = sandbox.newAccount();
    await fault({ account, kind: "token-bucket", service: "cloudformation", burst: 2, perSecond: 0 });
    const names = [];
    for (let call = 0; call < 4; call++) names.push((await failed(READS.query?.(account) ?? Promise.reject()))?.name);
    expect(names).toEqual([undefined, undefined, "Throttling", "Throttling"]);
  });
});

describe("faults of the transport, over every protocol", () => {
  it.each(Object.keys(READS))("reset-before, reset-after and truncate break a %s call", async (protocol) => {
    const account = sandbox.newAccount();
    for (const kind of ["reset-before", "reset-after", "truncate"]) {
      await fault({ account, kind, times: 1 });
      const lost = await failed(READS[protocol]?.(account) ?? Promise.resolve());
      expect(lost?.message, kind).toMatch(/ECONNRESET|socket hang up|aborted|terminated|JSON|XML|unclosed|end of/i);
    }
    expect(await failed(READS[protocol]?.(account) ?? Promise.resolve())).toBeUndefined();
  });

  it("reset-before has done nothing, reset-after all of it", async () => {
    const account = sandbox.newAccount();
    const logs = new CloudWatchLogsClient(sandbox.client(account));
    for (const kind of ["reset-before", "reset-after"]) {
      await fault({ account, kind, operation: "CreateLogGroup", times: 1 });
      await failed(logs.send(new CreateLogGroupCommand({ logGroupName: `/${kind}` })));
    }
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.map((group) => group.logGroupName)).toEqual(["/reset-after"]);
  });

  it("slow delays by the distribution asked for, and still answers", async () => {
    const account = sandbox.newAccount();
    await fault({ account, kind: "slow", p50Ms: 40, p95Ms: 60 });
    const began = performance.now();
    await READS.json?.(account);
    // It waits a drawn time, so this can only be too long, never too short.
    expect(performance.now() - began).toBeGreaterThan(10);
  });
});

describe("pages that lead nowhere", () => {
  const TRUST = JSON.stringify({ Version: "2012-10-17", Statement: [] });

  it("an empty page has a token, and what follows is all there", async () => {
    const account = sandbox.newAccount();
    const logs = new CloudWatchLogsClient(sandbox.client(account));
    const made = ["/a", "/b", "/c"];
    for (const logGroupName of made) await logs.send(new CreateLogGroupCommand({ logGroupName }));
    await fault({ account, kind: "empty-page", operation: "DescribeLogGroups", times: 2 });
    const pages = [];
    for await (const page of paginateDescribeLogGroups({ client: logs }, { limit: 2 }))
      pages.push(page.logGroups?.map((group) => group.logGroupName));
    expect(pages).toEqual([[], [], ["/a", "/b"], ["/c"]]);
  });

  it("in the middle too, with the query protocol's flag", async () => {
    const account = sandbox.newAccount();
    const iam = new IAMClient(sandbox.client(account));
    for (const RoleName of ["a", "b", "c"])
      await iam.send(new CreateRoleCommand({ RoleName, Path: "/t/", AssumeRolePolicyDocument: TRUST }));
    const pages = [];
    for await (const page of paginateListRoles({ client: iam }, { PathPrefix: "/t/", MaxItems: 2 })) {
      pages.push([page.Roles?.map((role) => role.RoleName), page.IsTruncated]);
      if (pages.length === 1) await fault({ account, kind: "empty-page", operation: "ListRoles", times: 1 });
    }
    expect(pages).toEqual([
      [["a", "b"], true],
      [[], true],
      [["c"], false],
    ]);
  });

  it("a repeated token leads a reader in a circle until somebody notices", async () => {
    const account = sandbox.newAccount();
    const ecs = new ECSClient(sandbox.client(account));
    for (const clusterName of ["a", "b", "c"]) await ecs.send(new CreateClusterCommand({ clusterName }));
    await fault({ account, kind: "repeat-token", operation: "ListClusters" });
    const tokens = [];
    for await (const page of paginateListClusters({ client: ecs }, { maxResults: 2 })) {
      tokens.push(page.nextToken);
      if (tokens.length === 3) break;
    }
    expect(tokens[0]).toBeTruthy();
    expect(new Set(tokens).size).toBe(1);
  });

  it("leave operations without pages alone", async () => {
    const account = sandbox.newAccount();
    await fault({ account, kind: "empty-page" });
    await new CloudWatchLogsClient(sandbox.client(account)).send(new CreateLogGroupCommand({ logGroupName: "/a" }));
  });
});

describe("a clock that is off", () => {
  it.each([
    ["query", "SignatureDoesNotMatch", 403],
    ["json", "InvalidSignatureException", 400],
    ["cbor", "InvalidSignatureException", 400],
    ["rest-xml", "SignatureDoesNotMatch", 403],
  ])("%s refuses a signature from another time, quoting both", async (protocol, name, status) => {
    const account = sandbox.newAccount();
    await fault({ account, kind: "clock-skew", seconds: 600 });
    const error = await failed(READS[protocol]?.(account) ?? Promise.resolve());
    expect(error).toMatchObject({ name, status });
    expect(error?.message).toMatch(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
    );
  });

  it("tells its time by Date, so that a client that listens gets through", async () => {
    const account = sandbox.newAccount();
    await fault({ account, kind: "clock-skew", seconds: -3600 });
    expect(await failed(READS.query?.(account, 3) ?? Promise.reject())).toBeUndefined();
    expect((await failed(READS.query?.(account, 1) ?? Promise.reject()))?.message).toContain("not yet current");
  });
});

it("asks for faults that can strike", async () => {
  const refused = async (rule: object) => (await sandbox.control("POST", "faults", rule)).body.error;
  expect(await refused({ kind: "throttle", service: "cloudwatch" })).toContain("service must be one of");
  expect(await refused({ kind: "throttle", service: "ecs", operation: "ListStacks" })).toContain(
    "it has no ListStacks",
  );
  expect(await refused({ kind: "token-bucket", burst: 3 })).toContain("together");
  expect(await refused({ kind: "clock-skew" })).toContain("seconds is missing");
  expect(await refused({ kind: "slow", p50Ms: 50, p95Ms: 10 })).toContain("p95Ms must be from 50");
  expect(
    (await failed(
      new AutoScalingClient(sandbox.client(sandbox.newAccount())).send(new DescribeAutoScalingGroupsCommand({})),
    )) ?? "fine",
  ).toBe("fine");
});
