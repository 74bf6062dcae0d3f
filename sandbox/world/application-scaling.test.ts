import { describe, expect, test } from "vitest";
import { answerOf, type Situation } from "./application-policy";
import type { ScalableTarget, ServicePolicy } from "./application-records";
import { DIMENSION } from "./application-scaling";
import { FARGATE_SERVICE, type FargatePractice, practiseFargate } from "./practice-fargate";
import { CLUSTER, PLACE } from "./practice-stack";

const RESOURCE = `service/${CLUSTER}/${FARGATE_SERVICE}`;

function scaled(min: number, max: number, target = 60): FargatePractice {
  const practice = practiseFargate();
  practice.create();
  practice.minutes(3);
  const { applicationScaling } = practice.world;
  applicationScaling.registerScalableTarget(PLACE, {
    ServiceNamespace: "ecs",
    ResourceId: RESOURCE,
    ScalableDimension: DIMENSION,
    MinCapacity: min,
    MaxCapacity: max,
  });
  applicationScaling.putServiceScalingPolicy(PLACE, {
    resourceId: RESOURCE,
    name: "cpu",
    type: "TargetTrackingScaling",
    tracking: {
      TargetValue: target,
      PredefinedMetricSpecification: { PredefinedMetricType: "ECSServiceAverageCPUUtilization" },
      ScaleOutCooldown: 60,
      ScaleInCooldown: 120,
    },
  });
  return practice;
}

const targetOf = ({ world }: FargatePractice) => world.applicationScaling.require(PLACE, RESOURCE);
const desiredOf = ({ world }: FargatePractice) => world.ecs.store.service(PLACE, CLUSTER, FARGATE_SERVICE).desired;
const rate = (practice: FargatePractice, requestsPerSecond: number) =>
  practice.world.traffic.set(PLACE, FARGATE_SERVICE, requestsPerSecond);

describe("target tracking of a service", () => {
  test("makes its own two alarms, named and described as AWS does, and takes them along", () => {
    const practice = scaled(1, 6);
    const { alarms, applicationScaling } = practice.world;
    const [policy] = targetOf(practice).policies;
    expect(policy?.arn).toMatch(
      /^arn:aws:autoscaling:eu-west-1:111122223333:scalingPolicy:[\w-]{36}:resource\/ecs\/service\/orders-prod\/api:policyName\/cpu$/,
    );
    const made = alarms.list(PLACE).map(({ config }) => config);
    expect(made.map((config) => config.name)).toEqual([
      expect.stringMatching(/^TargetTracking-service\/orders-prod\/api-AlarmHigh-[\w-]{36}$/),
      expect.stringMatching(/^TargetTracking-service\/orders-prod\/api-AlarmLow-[\w-]{36}$/),
    ]);
    expect(made[0]).toMatchObject({
      description: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policy?.arn}.`,
      evaluationPeriods: 3,
      threshold: 60,
      dimensions: { ClusterName: CLUSTER, ServiceName: FARGATE_SERVICE },
    });
    expect(made[0]?.alarmActions[0]).toMatch(/:policyName\/cpu:createdBy\/[\w-]{36}$/);
    applicationScaling.deleteServiceScalingPolicy(PLACE, { resourceId: RESOURCE, name: "cpu" });
    expect(alarms.list(PLACE)).toEqual([]);
  });

  test("follows the load out to its maximum, says why it goes no further, and comes back in", () => {
    const practice = scaled(2, 4);
    rate(practice, 400);
    practice.minutes(20);
    expect(desiredOf(practice)).toBe(4);
    const out = targetOf(practice).activities.filter((activity) => !activity.notScaled);
    expect(out[0]).toMatchObject({
      status: "Successful",
      description: "Setting desired count to 4.",
      message: "Successfully set desired count to 4. Change successfully fulfilled by ecs.",
      cause: expect.stringMatching(
        /^monitor alarm TargetTracking-service\/orders-prod\/api-AlarmHigh-[\w-]+ in state ALARM triggered policy cpu$/,
      ),
    });
    const declined = targetOf(practice).activities.filter((activity) => activity.notScaled);
    expect(declined[0]).toMatchObject({
      description: "Attempting to scale due to alarm triggered",
      notScaled: [{ Code: "AlreadyAtMaxCapacity", MaxCapacity: 4 }],
    });
    rate(practice, 5);
    practice.minutes(40);
    expect(desiredOf(practice)).toBe(2);
    expect(targetOf(practice).activities[0]?.notScaled).toEqual([{ Code: "AlreadyAtMinCapacity", MinCapacity: 2 }]);
    expect(practice.world.fleet.tasks(PLACE)).toHaveLength(2);
  });

  test("suspended, it leaves the count alone", () => {
    const practice = scaled(1, 6);
    practice.world.applicationScaling.registerScalableTarget(PLACE, {
      ServiceNamespace: "ecs",
      ResourceId: RESOURCE,
      ScalableDimension: DIMENSION,
      SuspendedState: { DynamicScalingOutSuspended: true },
    });
    rate(practice, 400);
    practice.minutes(15);
    expect(desiredOf(practice)).toBe(2);
    expect(targetOf(practice)).toMatchObject({ min: 1, max: 6, activities: [] });
  });

  test("new bounds move the count at once, a count changed by hand is told as such", () => {
    const practice = scaled(3, 6);
    expect(targetOf(practice).activities[0]?.cause).toBe("minimum capacity was set to 3");
    practice.world.ecs.setDesired(PLACE, CLUSTER, FARGATE_SERVICE, 5);
    practice.minutes(3);
    expect(targetOf(practice).activities[0]).toMatchObject({
      status: "Overridden",
      message: "Successfully set desired count to 3. Found it was later changed to 5.",
    });
  });

  test("a world put away in the middle goes on as if nothing had been", () => {
    const practice = scaled(2, 4);
    rate(practice, 400);
    practice.minutes(6);
    const { activities } = JSON.parse(JSON.stringify(targetOf(practice)));
    expect(activities).toEqual(targetOf(practice).activities);
  });
});

test("what Application Auto Scaling refuses", () => {
  const practice = practiseFargate();
  practice.create();
  const { applicationScaling } = practice.world;
  const register = (ResourceId: string, MinCapacity?: number, MaxCapacity?: number) =>
    applicationScaling.registerScalableTarget(PLACE, {
      ServiceNamespace: "ecs",
      ScalableDimension: DIMENSION,
      ResourceId,
      MinCapacity,
      MaxCapacity,
    });
  expect(() => register(`service/${CLUSTER}/none`, 1, 2)).toThrow(`ECS service doesn't exist: service/${CLUSTER}/none`);
  expect(() => register(RESOURCE, 3, 2)).toThrow("Maximum capacity cannot be less than minimum capacity");
  expect(() => register("table/orders", 1, 2)).toThrow("Unsupported service namespace");
  expect(() => register(RESOURCE)).toThrow("MinCapacity and MaxCapacity are required");
  const policy = { resourceId: RESOURCE, name: "p", type: "StepScaling" as const };
  expect(() => applicationScaling.putServiceScalingPolicy(PLACE, policy)).toThrow(
    `No scalable target registered for service namespace: ecs, resource ID: ${RESOURCE}, scalable dimension: ${DIMENSION}`,
  );
  expect(() => applicationScaling.deregisterScalableTarget(PLACE, { resourceId: RESOURCE })).toThrow(
    `No scalable target found for service namespace: ecs, resource ID: ${RESOURCE}, scalable dimension: ${DIMENSION}`,
  );
});

describe("a policy's answer", () => {
  const NOW = 1_000_000_000;
  const bounds = { min: 1, max: 10, suspended: { scaleIn: false, scaleOut: false, scheduled: false } };
  const target = (more: Partial<ScalableTarget> = {}) => ({ ...bounds, ...more }) as ScalableTarget;
  const tracking = { type: "TargetTrackingScaling", tracking: { TargetValue: 50 } } as ServicePolicy;
  const step = (AdjustmentType: "ChangeInCapacity" | "PercentChangeInCapacity" | "ExactCapacity", adjustment: number) =>
    ({
      type: "StepScaling",
      step: {
        AdjustmentType,
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: adjustment },
          { MetricIntervalLowerBound: 20, ScalingAdjustment: adjustment * 3 },
        ],
      },
    }) as ServicePolicy;
  const at = (more: Partial<Situation>): Situation => ({
    now: NOW,
    current: 4,
    value: 80,
    threshold: 50,
    deploying: false,
    othersAgree: true,
    ...more,
  });
  const fresh = { at: NOW - 10_000, from: 2, cooldown: 300 };

  test.each([
    ["out in proportion", target(), tracking, at({ value: 80 }), { wanted: 7 }],
    ["out no further than the maximum", target({ max: 5 }), tracking, at({ value: 200 }), { wanted: 5 }],
    ["in by one", target(), tracking, at({ value: 10 }), { wanted: 3 }],
    [
      "not in where the target would be passed again",
      target(),
      tracking,
      at({ current: 2, value: 40 }),
      { not: { Code: "AutoScalingAnticipatedFlapping", CurrentCapacity: 2 } },
    ],
    [
      "not in while a deployment runs",
      target(),
      tracking,
      at({ value: 10, deploying: true }),
      { not: { Code: "TargetServicePutResourceAsUnscalable", CurrentCapacity: 4 } },
    ],
    [
      "not in while another policy needs the tasks",
      target(),
      tracking,
      at({ value: 10, othersAgree: false }),
      undefined,
    ],
    ["not in while cooling down", target({ lastIn: fresh }), tracking, at({ value: 10 }), undefined],
    [
      "what a cooling scale-out added counts",
      target({ lastOut: fresh }),
      tracking,
      at({ value: 90 }),
      { not: { Code: "AlreadyAtDesiredCapacity", CurrentCapacity: 4 } },
    ],
    ["but a larger need goes through", target({ lastOut: fresh }), tracking, at({ value: 150 }), { wanted: 6 }],
    ["a step by its breach", target(), step("ChangeInCapacity", 1), at({ value: 75 }), { wanted: 7 }],
    ["a percentage, rounded", target(), step("PercentChangeInCapacity", 10), at({ value: 60 }), { wanted: 5 }],
    ["an exact capacity", target(), step("ExactCapacity", 2), at({ value: 60 }), { wanted: 2 }],
  ])("%s", (_name, scalable, policy, situation, wanted) => {
    expect(answerOf(scalable, policy, situation)).toEqual(wanted);
  });
});
