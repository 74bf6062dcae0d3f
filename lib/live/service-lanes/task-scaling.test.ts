import { expect, it } from "vitest";
import { type TestAnswers, testDoor } from "@/lib/aws/test-door";
import { locateService } from "@/lib/services/locate";
import { serviceOf } from "@/lib/services/test-samples";
import type { ServiceFacts } from "@/lib/services/types";
import type { ServiceParts } from "../types";
import { taskScalingLane } from "./task-scaling";
import type { ServiceValues } from "./values";

const NOW = 1_700_000_000_000;
const MIN = 60_000;
const ARN = "arn:aws:ecs:us-east-1:1:service/orders/web";

const ANSWERS: TestAnswers = {
  DescribeScalableTargetsCommand: () => ({
    ScalableTargets: [{ MinCapacity: 2, MaxCapacity: 4, SuspendedState: { DynamicScalingInSuspended: true } }],
  }),
  DescribeScalingPoliciesCommand: () => ({
    ScalingPolicies: [
      {
        PolicyName: "cpu",
        PolicyARN: "p",
        PolicyType: "TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 60,
          PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
        },
        Alarms: [{ AlarmName: "high" }, { AlarmName: "low" }],
      },
    ],
  }),
  DescribeScalingActivitiesCommand: () => ({
    ScalingActivities: [
      {
        ActivityId: "a",
        Description: "Setting desired count to 3.",
        Cause: "monitor alarm high in state ALARM triggered policy cpu",
        StatusCode: "Successful",
        StatusMessage: "Successfully set desired count to 3. Change successfully fulfilled by ecs.",
        StartTime: new Date(NOW - 2 * MIN),
      },
    ],
  }),
};

/** The lane of a service, with the commands it sent. */
function laneOf(service: ServiceFacts | null, answers: TestAnswers = ANSWERS) {
  const sent: Record<string, unknown>[] = [];
  const counted = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      (input: Record<string, unknown>) => {
        sent.push(input);
        return answer(input);
      },
    ]),
  );
  let now = NOW;
  const resource = {
    logicalId: "S",
    physicalId: ARN,
    type: "AWS::ECS::Service",
    status: "CREATE_COMPLETE",
    updatedAt: 1,
  };
  const known: Partial<Record<keyof ServiceParts, unknown>> = {
    service,
    series: [{ id: "tasks", label: "", unit: "count", periodSeconds: 60, points: [[NOW - 5 * MIN, 2]] }],
  };
  const values: ServiceValues = {
    get: (part) => (known[part] ?? null) as never,
    error: () => null,
    known: () => true,
    moving: () => false,
    located: () => locateService([resource]),
  };
  const context = testDoor(counted, () => now);
  const lane = taskScalingLane({ context, ref: { account: "a", region: "r", stack: "s" }, values });
  return { lane, sent, later: (ms: number) => (now += ms) };
}

it("reads limits, policies and activities of a service's number of tasks", async () => {
  const { lane, sent } = laneOf(serviceOf({ scheduling: "REPLICA" }));
  expect(await lane.run()).toEqual({
    taskScaling: {
      min: 2,
      max: 4,
      suspended: ["scale in"],
      policies: [
        expect.objectContaining({
          name: "cpu",
          target: { metric: "ECSServiceAverageCPUUtilization", value: 60, scalesIn: true },
          alarms: ["high", "low"],
        }),
      ],
      activities: [
        expect.objectContaining({
          of: "tasks",
          alarmName: "high",
          policyName: "cpu",
          statusMessage: undefined,
          change: { from: 2, to: 3 },
        }),
      ],
    },
  });
  for (const input of sent) expect(JSON.stringify(input)).toContain("service/orders/web");
});

it("asks for limits and policies once a minute, for activities each time", async () => {
  const { lane, sent, later } = laneOf(serviceOf({ scheduling: "REPLICA" }));
  await lane.run();
  later(10_000);
  await lane.run();
  expect(sent).toHaveLength(4);
  later(MIN);
  await lane.run();
  expect(sent).toHaveLength(7);
});

it("asks nothing about a DAEMON service, which AWS does not scale, nor where there is none", async () => {
  for (const service of [serviceOf({ scheduling: "DAEMON" }), null]) {
    const { lane, sent } = laneOf(service);
    expect(await lane.run()).toEqual({ taskScaling: null });
    expect(sent).toEqual([]);
  }
});

it("asks only whether a service is registered where it is not", async () => {
  const { lane, sent } = laneOf(serviceOf({ scheduling: "REPLICA" }), {
    DescribeScalableTargetsCommand: () => ({ ScalableTargets: [] }),
  });
  expect(await lane.run()).toEqual({ taskScaling: null });
  await lane.run();
  expect(sent).toHaveLength(1);
});
