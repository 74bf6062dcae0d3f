import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox } from "../server";
import { runPython, whyNoPython } from "./python";

const missing = whyNoPython("awscli", "boto3");
if (missing) console.log(`The stories with the AWS CLI are skipped: ${missing}.`);

const template = path.resolve(import.meta.dirname, "../../infra-templates/ecs-ec2-daemon.yaml");
const account = "444455556666";

/** One stack's life, told by the real AWS CLI. The clock is run ahead between commands: its waiters sleep for 30 s. */
describe.skipIf(missing)("the AWS CLI", { timeout: 120_000 }, () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let home: string;
  const bugs: unknown[] = [];
  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "aws-cli-"));
    sandbox = await startSandbox({
      port: 0,
      pace: 1,
      wall: Date.now,
      withDemo: false,
      demo: { template: "" },
      onBug: (what, error) => bugs.push([what, error]),
    });
  });
  afterAll(() => {
    sandbox.close();
    fs.rmSync(home, { recursive: true, force: true });
  });

  const aws = (...args: string[]) =>
    runPython(["-m", "awscli", "--endpoint-url", `http://127.0.0.1:${sandbox.port}`, "--output", "json", ...args], "", {
      HOME: home,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: "any",
      AWS_DEFAULT_REGION: "eu-central-1",
      AWS_MAX_ATTEMPTS: "1",
    });
  async function ask<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await aws(...args);
    expect(code, `${args.join(" ")}: ${stderr}`).toBe(0);
    return (stdout.trim() === "" ? {} : JSON.parse(stdout)) as T;
  }
  const minutes = (count: number) => sandbox.accounts.get(account).advance(count * 60_000);
  const inputs = (values: Record<string, string>) =>
    Object.entries(values).map(([key, value]) => `ParameterKey=${key},ParameterValue=${value.replaceAll(",", "\\,")}`);

  it("creates, describes, updates and deletes a stack of the stored template", async () => {
    const { Vpcs } = await ask<{ Vpcs: { VpcId: string }[] }>(
      "ec2",
      "describe-vpcs",
      "--filters",
      "Name=tag:Name,Values=main",
    );
    const { Subnets } = await ask<{ Subnets: { SubnetId: string }[] }>(
      "ec2",
      "describe-subnets",
      "--filters",
      "Name=tag:Name,Values=public-a,public-b",
    );
    const { Parameter } = await ask<{ Parameter: { Value: string } }>(
      "ssm",
      "get-parameter",
      "--name",
      "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    );
    const values = {
      service: "orders",
      stage: "dev",
      containerRegistry: `${account}.dkr.ecr.eu-central-1.amazonaws.com`,
      containerName: "acme/orders",
      containerTag: "1.4.2",
      enableEcr: "true",
      applicationPort: "8080",
      healthCheckPath: "/health",
      vpcid: Vpcs[0]?.VpcId ?? "",
      pubsubnets: Subnets.map(({ SubnetId }) => SubnetId).join(","),
      ec2Ami: Parameter.Value,
    };
    const body = ["--template-body", `file://${template}`];
    const common = ["--stack-name", "orders-dev", "--capabilities", "CAPABILITY_IAM"];
    await ask("cloudformation", "validate-template", ...body);
    await ask("cloudformation", "create-stack", ...common, ...body, "--parameters", ...inputs(values));
    await minutes(30);
    await ask("cloudformation", "wait", "stack-create-complete", "--stack-name", "orders-dev");

    const service = async () => {
      const cluster = ["--cluster", "orders-dev"];
      const { serviceArns } = await ask<{ serviceArns: string[] }>("ecs", "list-services", ...cluster);
      const { services } = await ask<{ services: { runningCount: number; taskDefinition: string }[] }>(
        "ecs",
        "describe-services",
        ...cluster,
        "--services",
        ...serviceArns,
      );
      return services[0];
    };
    const before = await service();
    // At some hours the day's traffic asks for a third instance, and the alarms give it one.
    expect(before?.runningCount).toBeGreaterThanOrEqual(2);
    const { StackEvents } = await ask<{ StackEvents: { ResourceStatus: string }[] }>(
      "cloudformation",
      "describe-stack-events",
      "--stack-name",
      "orders-dev",
    );
    expect(StackEvents[0]?.ResourceStatus).toBe("CREATE_COMPLETE");

    const next = inputs({ ...values, containerTag: "1.5.0" });
    await ask("cloudformation", "update-stack", ...common, "--use-previous-template", "--parameters", ...next);
    await minutes(30);
    await ask("cloudformation", "wait", "stack-update-complete", "--stack-name", "orders-dev");
    const after = await service();
    expect(after?.taskDefinition).not.toBe(before?.taskDefinition);
    expect(after?.runningCount).toBeGreaterThanOrEqual(2);

    const same = await aws(
      "cloudformation",
      "update-stack",
      ...common,
      "--use-previous-template",
      "--parameters",
      ...next,
    );
    expect(same.stderr).toContain("No updates are to be performed.");

    await ask("cloudformation", "delete-stack", "--stack-name", "orders-dev");
    await minutes(40);
    await ask("cloudformation", "wait", "stack-delete-complete", "--stack-name", "orders-dev");
    const gone = await aws("cloudformation", "describe-stacks", "--stack-name", "orders-dev");
    expect(gone.stderr).toContain("Stack with id orders-dev does not exist");
    expect(bugs).toEqual([]);
  });

  it("finds drift, plans and executes, gets out of a failed rollback, rolls back, cancels", async () => {
    const [name, on] = ["recovery", ["--stack-name", "recovery"]];
    const cloudFormation = <T>(operation: string, ...args: string[]) =>
      ask<T>("cloudformation", operation, ...on, ...args);
    const { centre } = sandbox.accounts.get(account);
    const ctx = { account, region: "eu-central-1", requestId: "test" };
    const stack = () => centre.invoke("cloudformation", "DescribeStacks", { StackName: name }, ctx).Stacks?.[0];
    const body = (days: number, value: string) => [
      "--template-body",
      JSON.stringify({
        Resources: {
          Group: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "/cli", RetentionInDays: days } },
          Value: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Name: "/cli", Value: value } },
        },
      }),
    ];
    const value = () => centre.invoke("ssm", "GetParameter", { Name: "/cli" }, ctx).Parameter?.Value;
    await cloudFormation("create-stack", ...body(7, "one"));
    await minutes(2);
    expect(stack()?.StackStatus).toBe("CREATE_COMPLETE");

    centre.invoke("logs", "DeleteLogGroup", { logGroupName: "/cli" }, ctx);
    await cloudFormation("detect-stack-drift");
    await minutes(1);
    const { StackResourceDrifts } = await cloudFormation<{
      StackResourceDrifts: { LogicalResourceId: string; StackResourceDriftStatus: string }[];
    }>("describe-stack-resource-drifts");
    expect(StackResourceDrifts.map((one) => `${one.LogicalResourceId} ${one.StackResourceDriftStatus}`)).toEqual([
      "Group DELETED",
      "Value IN_SYNC",
    ]);

    const planned = ["--change-set-name", "longer"];
    await cloudFormation("create-change-set", ...planned, ...body(14, "two"));
    await minutes(1);
    const plan = await cloudFormation<{ Status: string; Changes: unknown[] }>("describe-change-set", ...planned);
    expect([plan.Status, plan.Changes.length]).toEqual(["CREATE_COMPLETE", 2]);
    await cloudFormation("execute-change-set", ...planned);
    await minutes(5);
    expect(stack()).toMatchObject({
      StackStatus: "UPDATE_ROLLBACK_FAILED",
      StackStatusReason: "The following resource(s) failed to update: [Group]. ",
    });

    await cloudFormation("continue-update-rollback", "--resources-to-skip", "Group");
    await minutes(5);
    expect([stack()?.StackStatus, value()]).toEqual(["UPDATE_ROLLBACK_COMPLETE", "one"]);

    await cloudFormation("update-stack", ...body(30, "three"), "--disable-rollback");
    await minutes(5);
    expect([stack()?.StackStatus, value()]).toEqual(["UPDATE_FAILED", "three"]);
    centre.invoke("logs", "CreateLogGroup", { logGroupName: "/cli" }, ctx);
    await cloudFormation("rollback-stack");
    await minutes(5);
    expect([stack()?.StackStatus, value()]).toEqual(["UPDATE_ROLLBACK_COMPLETE", "one"]);

    // Everything is deployed, and the stack waits ten minutes more: time enough to cancel on any machine.
    const monitoring = ["--rollback-configuration", "MonitoringTimeInMinutes=10"];
    await cloudFormation("update-stack", ...body(7, "four"), ...monitoring);
    await minutes(2);
    expect([stack()?.StackStatus, value()]).toEqual(["UPDATE_IN_PROGRESS", "four"]);
    await cloudFormation("cancel-update-stack");
    await minutes(5);
    expect([stack()?.StackStatus, value()]).toEqual(["UPDATE_ROLLBACK_COMPLETE", "one"]);

    await cloudFormation("delete-stack");
    await minutes(5);
    expect(() => stack()).toThrow("Stack with id recovery does not exist");
    expect(bugs).toEqual([]);
  });
});
