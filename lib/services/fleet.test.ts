import { describe, expect, it } from "vitest";
import { awsFault, type TestAnswers, testDoor } from "@/lib/aws/test-door";
import { createFleetMemory, fleetRows } from "./fleet";
import { spark } from "./fleet-row";

const NOW = 1_700_000_000_000;
const name = (n: number) => `stack-${n}`;
const service = (stack: string) => `arn:aws:ecs:us-east-1:1:service/${stack}/web`;

/** An account of so many stacks, each with a service of its own cluster. */
function account(stacks: number, more: TestAnswers = {}) {
  const asked: Record<string, number> = {};
  const answers: TestAnswers = {
    DescribeStacksCommand: () => ({
      Stacks: Array.from({ length: stacks }, (_, n) => ({
        StackId: name(n),
        StackName: name(n),
        StackStatus: "CREATE_COMPLETE",
        CreationTime: new Date(NOW),
      })),
    }),
    ListStackResourcesCommand: ({ StackName }) => ({
      StackResourceSummaries: [
        {
          LogicalResourceId: "S",
          PhysicalResourceId: service(String(StackName)),
          ResourceType: "AWS::ECS::Service",
          ResourceStatus: "CREATE_COMPLETE",
        },
        {
          LogicalResourceId: "A",
          PhysicalResourceId: "high",
          ResourceType: "AWS::CloudWatch::Alarm",
          ResourceStatus: "CREATE_COMPLETE",
        },
      ],
    }),
    DescribeServicesCommand: ({ cluster }) => ({
      services: [
        {
          serviceArn: service(String(cluster)),
          serviceName: "web",
          status: "ACTIVE",
          desiredCount: 2,
          runningCount: 2,
          deployments: [],
        },
      ],
    }),
    DescribeAutoScalingGroupsCommand: () => ({}),
    DescribeAlarmsCommand: () => ({ MetricAlarms: [{ AlarmName: "high", StateValue: "OK" }] }),
    GetMetricDataCommand: () => ({
      MetricDataResults: [{ Id: "m0", Timestamps: [new Date(NOW - 120_000)], Values: [42] }],
    }),
    ...more,
  };
  const counted = Object.fromEntries(
    Object.entries(answers).map(([command, answer]) => [
      command,
      (input: Record<string, unknown>) => {
        asked[command] = (asked[command] ?? 0) + 1;
        return answer(input);
      },
    ]),
  );
  return { ctx: testDoor(counted, () => NOW), asked };
}

describe("fleetRows", () => {
  it("makes a row a service", async () => {
    const { ctx } = account(1);
    const [row] = await fleetRows(ctx, createFleetMemory());
    expect(row).toMatchObject({
      stack: "stack-0",
      health: { tone: "ok", words: "2 of 2 tasks healthy" },
      cpuNow: 42,
      alarms: { inAlarm: 0, total: 1 },
    });
  });

  it("counts the alarms target tracking made, which no stack lists", async () => {
    const arn = "arn:aws:autoscaling:us-east-1:1:scalingPolicy:0a:resource/ecs/service/stack-0/web:policyName/cpu";
    const tracked = { StateValue: "ALARM", AlarmActions: [arn], ComparisonOperator: "GreaterThanThreshold" };
    const { ctx } = account(2, {
      DescribeAlarmsCommand: () => ({ MetricAlarms: [{ AlarmName: "TargetTracking-1", ...tracked }] }),
    });
    const rows = await fleetRows(ctx, createFleetMemory());
    expect(rows.map((row) => row.alarms.words)).toEqual(["High: scaling out", "No alarms"]);
    expect(rows[0]?.health.tone).toBe("ok");
  });

  it("keeps a stack without a service that Slipway launched, and leaves out others", async () => {
    const stack = (StackName: string, key: string) => ({
      StackId: StackName,
      StackName,
      StackStatus: "UPDATE_COMPLETE",
      CreationTime: new Date(NOW),
      Tags: [{ Key: key, Value: "x" }],
    });
    const { ctx } = account(0, {
      DescribeStacksCommand: () => ({ Stacks: [stack("network", "slipway:template"), stack("other", "team")] }),
      ListStackResourcesCommand: () => ({ StackResourceSummaries: [] }),
    });
    const rows = await fleetRows(ctx, createFleetMemory());
    expect(rows.map((row) => [row.stack, row.health.words])).toEqual([["network", "No ECS service in this stack"]]);
  });

  it("shows the first of many stacks at once, looks into each one once, and comes to an end", async () => {
    const { ctx, asked } = account(50);
    const memory = createFleetMemory();
    expect(await fleetRows(ctx, memory)).toHaveLength(20);
    expect(memory.complete).toBe(false);
    await fleetRows(ctx, memory);
    expect(await fleetRows(ctx, memory)).toHaveLength(50);
    expect(memory.complete).toBe(true);
    await fleetRows(ctx, memory);
    expect(asked.ListStackResourcesCommand).toBe(50);
  });

  it("does not say there is no service, or no alarm, when it may not look", async () => {
    const denied = () => {
      throw awsFault("AccessDeniedException", "not authorized");
    };
    const { ctx } = account(1, { DescribeServicesCommand: denied, DescribeAlarmsCommand: denied });
    const memory = createFleetMemory();
    const [row] = await fleetRows(ctx, memory);
    expect(row?.health).toEqual({ tone: "warn", words: "The service could not be read" });
    expect(row?.alarms.words).toBe("Could not be read");
    expect(memory.caveat).toMatchObject({ code: "aws_denied" });
  });

  it("keeps what was read before when an API fails, and names it", async () => {
    let denied = false;
    const { ctx } = account(1, {
      DescribeAlarmsCommand: () => {
        if (denied) throw awsFault("AccessDenied", "not authorized");
        return {
          MetricAlarms: [{ AlarmName: "high", StateValue: "ALARM", ComparisonOperator: "GreaterThanThreshold" }],
        };
      },
    });
    const memory = createFleetMemory();
    const before = await fleetRows(ctx, memory);
    denied = true;
    expect(await fleetRows(ctx, memory)).toEqual(before);
    expect(memory.caveat).toMatchObject({ details: { api: "cloudwatch:DescribeAlarms" } });
  });
});

it("averages a sparkline's minutes three at a time, from the newest", () => {
  expect(spark([9, 1, 2, 3, null, null, null, 4, null, 6])).toEqual([9, 2, null, 5]);
});
