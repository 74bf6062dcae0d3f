import { CloudFormationClient, ListStacksCommand } from "@aws-sdk/client-cloudformation";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient, ListClustersCommand, StopTaskCommand } from "@aws-sdk/client-ecs";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { failed, startTestSandbox, type TestSandbox } from "./testing/sandbox-server";

let sandbox: TestSandbox;
let wall = Date.now();
beforeAll(async () => {
  sandbox = await startTestSandbox({ wall: () => wall });
});
afterEach(() => expect(sandbox.bugs.splice(0)).toEqual([]));
afterAll(() => sandbox.close());

const document = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], more: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });
const trust = (AWS: string, more: object = {}) =>
  JSON.stringify(document({ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS }, ...more }));
const iam = (account: string) => new IAMClient(sandbox.client(account));

async function role(account: string, name: string, caller: string, policy = document(allow("*")), more: object = {}) {
  const { Role } = await iam(account).send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust(caller, more) }),
  );
  const PolicyDocument = JSON.stringify(policy);
  await iam(account).send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument }));
  return Role?.Arn ?? "";
}

/** SDK options with the credentials of a role. */
async function assume(account: string, RoleArn: string, more: { ExternalId?: string; DurationSeconds?: number } = {}) {
  const { Credentials } = await new STSClient(sandbox.client(account)).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: "test", ...more }),
  );
  return {
    ...sandbox.client(account),
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken ?? "",
    },
  };
}

describe("SimulatePrincipalPolicy", () => {
  const ask = async (account: string, PolicySourceArn: string, ActionNames: string[], more: object = {}) =>
    (await iam(account).send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames, ...more })))
      .EvaluationResults ?? [];

  it("tells a role's attached and inline policies apart, denials first, with the statements that decided", async () => {
    const account = sandbox.newAccount();
    const arn = await role(
      account,
      "ops",
      account,
      document(allow("ecs:*"), { Effect: "Deny", Action: "ecs:Stop*", Resource: "*" }),
    );
    await iam(account).send(
      new AttachRolePolicyCommand({ RoleName: "ops", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
    );
    const results = await ask(account, arn, [
      "ecs:UpdateService",
      "ecs:StopTask",
      "logs:GetLogEvents",
      "iam:CreateRole",
    ]);
    expect(results.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision])).toEqual([
      ["ecs:UpdateService", "allowed"],
      ["ecs:StopTask", "explicitDeny"],
      ["logs:GetLogEvents", "allowed"],
      ["iam:CreateRole", "implicitDeny"],
    ]);
    expect(results.map((one) => one.MatchedStatements?.map((s) => [s.SourcePolicyId, s.SourcePolicyType]))).toEqual([
      [["own", "role"]],
      [["own", "role"]],
      [["ReadOnlyAccess", "aws-managed"]],
      [],
    ]);
    expect(results[1]?.MatchedStatements?.[0]?.StartPosition?.Line).toBe(1);
  });

  it("holds the Region's condition against the context it is given, and says what it misses", async () => {
    const account = sandbox.newAccount();
    const Condition = { StringEquals: { "aws:RequestedRegion": "eu-west-1" } };
    const arn = await role(account, "local", account, document(allow("*", { Condition })));
    const entry = (value: string) => ({
      ContextEntries: [{ ContextKeyName: "aws:RequestedRegion", ContextKeyType: "string", ContextKeyValues: [value] }],
    });
    const decision = async (more: object) => (await ask(account, arn, ["ecs:ListTasks"], more))[0];
    expect((await decision(entry("eu-west-1")))?.EvalDecision).toBe("allowed");
    expect((await decision(entry("us-east-1")))?.EvalDecision).toBe("implicitDeny");
    expect((await decision({}))?.MissingContextValues).toEqual(["aws:RequestedRegion"]);
  });

  it("minds a permissions boundary", async () => {
    const account = sandbox.newAccount();
    const arn = await role(account, "bound", account);
    const PolicyDocument = JSON.stringify(document(allow("ecs:Describe*")));
    const { Policy } = await iam(account).send(new CreatePolicyCommand({ PolicyName: "edge", PolicyDocument }));
    await iam(account).send(
      new PutRolePermissionsBoundaryCommand({ RoleName: "bound", PermissionsBoundary: Policy?.Arn ?? "" }),
    );
    const results = await ask(account, arn, ["ecs:DescribeTasks", "ecs:StopTask"]);
    expect(
      results.map((one) => [one.EvalDecision, one.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary]),
    ).toEqual([
      ["allowed", true],
      ["implicitDeny", false],
    ]);
  });

  it("speaks of users and roles only, by resource, page by page", async () => {
    const account = sandbox.newAccount();
    const user = `arn:aws:iam::${account}:user/slipway`;
    expect((await ask(account, user, ["ecs:StopTask"]))[0]?.EvalDecision).toBe("allowed");
    const paged = await iam(account).send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: user,
        ActionNames: ["a:A", "a:B"],
        ResourceArns: ["*"],
        MaxItems: 1,
      }),
    );
    expect([paged.EvaluationResults?.length, paged.IsTruncated, Boolean(paged.Marker)]).toEqual([1, true, true]);
    const session = `arn:aws:sts::${account}:assumed-role/ops/me`;
    expect(await failed(ask(account, session, ["a:A"]))).toMatchObject({
      name: "InvalidInputException",
      message: `Invalid Entity Arn: ${session} does not clearly define entity type and name.`,
    });
    expect((await failed(ask(account, `arn:aws:iam::${account}:role/none`, ["a:A"])))?.name).toBe(
      "NoSuchEntityException",
    );
  });
});

describe("AssumeRole", () => {
  it("lets the first account into every other by its organisation's role, which then is who it is", async () => {
    const other = sandbox.newAccount();
    await iam(other).send(new ListRolesCommand({}));
    const options = await assume("123456789012", `arn:aws:iam::${other}:role/OrganizationAccountAccessRole`);
    const me = await new STSClient(options).send(new GetCallerIdentityCommand({}));
    expect(me).toMatchObject({
      Account: other,
      Arn: `arn:aws:sts::${other}:assumed-role/OrganizationAccountAccessRole/test`,
    });
    expect(me.UserId).toMatch(/^AROA[A-F0-9]{17}:test$/);
    // Its calls are the other account's.
    const { Roles } = await new IAMClient(options).send(new ListRolesCommand({}));
    expect(Roles?.map((one) => one.Arn)).toEqual([`arn:aws:iam::${other}:role/OrganizationAccountAccessRole`]);
  });

  it("refuses who is not trusted, who does not know the external id, and what is not there, all alike", async () => {
    const [mine, other] = [sandbox.newAccount(), sandbox.newAccount()];
    const guarded = await role(other, "guarded", `arn:aws:iam::${mine}:root`, undefined, {
      Condition: { StringEquals: { "sts:ExternalId": "secret" } },
    });
    const foreign = await role(other, "foreign", "arn:aws:iam::999999999999:root");
    const refusal = (arn: string) => ({
      name: "AccessDenied",
      status: 403,
      message: `User: arn:aws:iam::${mine}:user/slipway is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    });
    for (const arn of [guarded, foreign, `arn:aws:iam::${other}:role/none`, "arn:aws:iam::555555555555:role/none"])
      expect(await failed(assume(mine, arn))).toEqual(refusal(arn));
    expect(await failed(assume(mine, guarded, { ExternalId: "secret" }))).toBeUndefined();
  });

  it("gives credentials that end, and that go with their role", async () => {
    const account = sandbox.newAccount();
    const arn = await role(account, "brief", account);
    const options = await assume(account, arn, { DurationSeconds: 900 });
    const ask = () => failed(new ECSClient(options).send(new ListClustersCommand({})));
    expect(await ask()).toBeUndefined();
    wall += 901_000;
    expect(await ask()).toMatchObject({ name: "ExpiredTokenException", status: 400 });
    const fresh = await assume(account, arn);
    await iam(account).send(new DeleteRolePolicyCommand({ RoleName: "brief", PolicyName: "own" }));
    await iam(account).send(new DeleteRoleCommand({ RoleName: "brief" }));
    expect(await failed(new ECSClient(fresh).send(new ListClustersCommand({})))).toMatchObject({
      name: "UnrecognizedClientException",
    });
    expect(
      (await failed(assume(account, await role(account, "long", account), { DurationSeconds: 7200 })))?.message,
    ).toBe("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  });
});

describe("an account whose policies are enforced", () => {
  it("holds a role's sessions to them, in AWS's words", async () => {
    const account = sandbox.newAccount();
    const arn = await role(
      account,
      "reader",
      account,
      document(allow(["ecs:List*"]), { Effect: "Deny", Action: "ec2:*", Resource: "*" }),
    );
    const options = await assume(account, arn);
    const caller = `arn:aws:sts::${account}:assumed-role/reader/test`;
    const stop = () => failed(new ECSClient(options).send(new StopTaskCommand({ cluster: "c", task: "t" })));
    // Permissive by default.
    expect((await stop())?.name).toBe("ClusterNotFoundException");
    await sandbox.control("POST", "permissions", { account, enforce: true });
    expect(await stop()).toEqual({
      name: "AccessDeniedException",
      status: 400,
      message: `User: ${caller} is not authorized to perform: ecs:StopTask on resource: arn:aws:ecs:us-east-1:${account}:cluster/c because no identity-based policy allows the ecs:StopTask action`,
    });
    expect(await failed(new CloudFormationClient(options).send(new ListStacksCommand({})))).toEqual({
      name: "AccessDenied",
      status: 403,
      message: `User: ${caller} is not authorized to perform: cloudformation:ListStacks on resource: * because no identity-based policy allows the cloudformation:ListStacks action`,
    });
    expect(await failed(new EC2Client(options).send(new DescribeVpcsCommand({})))).toEqual({
      name: "UnauthorizedOperation",
      status: 403,
      message: `You are not authorized to perform this operation. User: ${caller} is not authorized to perform: ec2:DescribeVpcs with an explicit deny in an identity-based policy`,
    });
    expect(await failed(new ECSClient(options).send(new ListClustersCommand({})))).toBeUndefined();
    expect(await failed(new STSClient(options).send(new GetCallerIdentityCommand({})))).toBeUndefined();
  });

  it("holds its user to the policies it was given, by Region, and lets go again", async () => {
    const account = sandbox.newAccount();
    const policies = {
      local: document(allow("*", { Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } })),
    };
    const list = (region: string) =>
      failed(new ECSClient(sandbox.client(account, { region })).send(new ListClustersCommand({})));
    const { body } = await sandbox.control("POST", "permissions", { account, enforce: true, policies });
    expect(body).toEqual({ enforce: true, policies: ["local"], boundary: false });
    expect(await list("eu-west-1")).toBeUndefined();
    expect((await list("us-east-1"))?.name).toBe("AccessDeniedException");
    await sandbox.control("POST", "permissions", { account, policies: null, boundary: document(allow("ec2:*")) });
    expect((await list("eu-west-1"))?.message).toContain("because no permissions boundary allows the ecs:ListClusters");
    await sandbox.control("POST", "permissions", { account, boundary: null });
    expect(await list("us-east-1")).toBeUndefined();
  });

  it("is asked for in a policy's shape", async () => {
    const refused = async (body: object) => (await sandbox.control("POST", "permissions", body)).body.error;
    expect(await refused({ enforce: "yes" })).toBe("enforce must be true or false");
    expect(await refused({ policies: { a: { Version: "2012-10-17" } } })).toContain("must be a policy document");
  });

  it("keeps none of a detached policy", async () => {
    const account = sandbox.newAccount();
    const arn = await role(account, "was", account, document(allow("ec2:*")));
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    await iam(account).send(new AttachRolePolicyCommand({ RoleName: "was", PolicyArn }));
    const options = await assume(account, arn);
    await sandbox.control("POST", "permissions", { account, enforce: true });
    const list = () => failed(new ECSClient(options).send(new ListClustersCommand({})));
    expect(await list()).toBeUndefined();
    await iam(account).send(new DetachRolePolicyCommand({ RoleName: "was", PolicyArn }));
    expect((await list())?.name).toBe("AccessDeniedException");
  });
});
