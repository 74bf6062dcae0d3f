import { describe, expect, it } from "vitest";
import { createCloudWatchHandlers } from "../services/cloudwatch";
import { createLogsHandlers } from "../services/logs";
import { CLUSTER, GROUP, PLACE, practise, SERVICE } from "./practice-stack";
import { dayCurve } from "./traffic";

const ctx = { ...PLACE, requestId: "r" };
const cpuOf = { ClusterName: CLUSTER, ServiceName: SERVICE };

function watch(practice: ReturnType<typeof practise>) {
  const { metrics } = practice.world;
  const values = (namespace: string, name: string, dimensions: Record<string, string>) =>
    metrics
      .windows(PLACE, { namespace, name, dimensions }, { from: 0, to: practice.kernel.now(), periodMs: 60_000 })
      .map(({ at, sum, count }) => ({ at, value: sum / count, sum }));
  return {
    values,
    last: (namespace: string, name: string, dimensions: Record<string, string>) =>
      values(namespace, name, dimensions).at(-1)?.value ?? Number.NaN,
  };
}

describe("load", () => {
  it("turns requests into CPU: service, cluster, instance and group agree", () => {
    const practice = practise();
    practice.world.controls.traffic(PLACE, SERVICE, 40);
    practice.minutes(10);
    const { last } = watch(practice);
    const [task] = practice.world.fleet.tasks(PLACE);
    if (!task) throw new Error("no task runs");
    // 20 requests/s a task, 12 ms each, against what the task reserved.
    const expected = ((20 * 0.012 + 0.008) / (task.cpuUnits / 1024)) * 100;
    expect(last("AWS/ECS", "CPUUtilization", cpuOf)).toBeCloseTo(expected, -1);
    const share = task.cpuUnits / 1024 / task.instanceVcpus;
    expect(last("AWS/ECS", "CPUUtilization", { ClusterName: CLUSTER })).toBeCloseTo(expected * share, -1);
    expect(last("AWS/EC2", "CPUUtilization", { AutoScalingGroupName: GROUP })).toBeCloseTo(expected * share + 1.5, -1);
    const group = (name: string) => last("AWS/AutoScaling", name, { AutoScalingGroupName: GROUP });
    expect(["InService", "Pending", "Terminating", "Total"].map((name) => group(`Group${name}Instances`))).toEqual([
      2, 0, 0, 2,
    ]);
    expect(last("AWS/ECS", "MemoryUtilization", cpuOf)).toBeGreaterThan(0);
  });

  it("counts requests and healthy hosts at the load balancer", () => {
    const practice = practise();
    practice.world.controls.traffic(PLACE, SERVICE, 40);
    practice.minutes(10);
    const { values, last } = watch(practice);
    const [task] = practice.world.fleet.tasks(PLACE);
    const LoadBalancer = task?.loadBalancerArn?.split(":loadbalancer/")[1] ?? "";
    const TargetGroup = task?.targetGroupArn?.split(":").at(-1) ?? "";
    expect(LoadBalancer).toMatch(/^app\//);
    expect(TargetGroup).toMatch(/^targetgroup\//);
    expect(values("AWS/ApplicationELB", "RequestCount", { LoadBalancer }).at(-1)?.sum).toBeCloseTo(2400, -2);
    expect(last("AWS/ApplicationELB", "HealthyHostCount", { LoadBalancer, TargetGroup })).toBe(2);
    expect(last("AWS/ApplicationELB", "TargetResponseTime", { LoadBalancer })).toBeLessThan(0.2);
  });

  it("saturates: CPU stays within the machine, answers get slow and fail", () => {
    const practice = practise();
    practice.world.controls.traffic(PLACE, SERVICE, 2000);
    practice.minutes(10);
    const { last } = watch(practice);
    const LoadBalancer = practice.world.fleet.tasks(PLACE)[0]?.loadBalancerArn?.split(":loadbalancer/")[1] ?? "";
    const cpu = last("AWS/EC2", "CPUUtilization", { AutoScalingGroupName: GROUP });
    expect(cpu).toBeGreaterThan(95);
    expect(cpu).toBeLessThanOrEqual(100);
    expect(last("AWS/ApplicationELB", "TargetResponseTime", { LoadBalancer })).toBeGreaterThan(0.5);
    expect(last("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", { LoadBalancer })).toBe(1);
  });

  it("sends use only while tasks run: an idle cluster has a reservation of 0 and no use", () => {
    const practice = practise({ withService: false });
    practice.minutes(10);
    const { values, last } = watch(practice);
    expect(values("AWS/ECS", "CPUUtilization", cpuOf)).toEqual([]);
    expect(values("AWS/ECS", "CPUUtilization", { ClusterName: CLUSTER })).toEqual([]);
    expect(last("AWS/ECS", "CPUReservation", { ClusterName: CLUSTER })).toBe(0);
  });

  it("settles on a comfortable default, and goes back to it when the slider lets go", () => {
    const practice = practise();
    practice.minutes(15);
    const rate = () => practice.world.controls.state(PLACE).services[0];
    const natural = rate()?.requestsPerSecond ?? 0;
    expect(natural).toBeGreaterThan(0);
    const cpu = watch(practice).last("AWS/ECS", "CPUUtilization", cpuOf);
    expect(cpu).toBeGreaterThan(5);
    expect(cpu).toBeLessThan(90);
    practice.world.controls.traffic(PLACE, SERVICE, 7);
    expect(rate()).toMatchObject({ requestsPerSecond: 7, manual: true });
    practice.world.controls.traffic(PLACE, SERVICE, undefined);
    expect(rate()).toMatchObject({ requestsPerSecond: natural, manual: false });
  });

  it("drives an alarm that scales the group out", () => {
    const practice = practise();
    const { world } = practice;
    const { arn } = world.scaling.putPolicy(PLACE, GROUP, {
      name: "up",
      type: "SimpleScaling",
      adjustmentType: "ChangeInCapacity",
      adjustment: 1,
      cooldown: 120,
      enabled: true,
      steps: [],
    });
    createCloudWatchHandlers(world).PutMetricAlarm(
      {
        AlarmName: "cpu-high",
        Namespace: "AWS/ECS",
        MetricName: "CPUUtilization",
        Dimensions: Object.entries(cpuOf).map(([Name, Value]) => ({ Name, Value })),
        Statistic: "Average",
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 60,
        ComparisonOperator: "GreaterThanThreshold",
        AlarmActions: [arn],
      },
      ctx,
    );
    world.controls.traffic(PLACE, SERVICE, 30);
    practice.minutes(8);
    expect(world.alarms.find(PLACE, "cpu-high")?.state).toBe("OK");
    world.controls.traffic(PLACE, SERVICE, 160);
    practice.minutes(6);
    expect(world.alarms.find(PLACE, "cpu-high")?.state).toBe("ALARM");
    expect(world.fleet.groups(PLACE)[0]?.desired).toBeGreaterThan(2);
  });
});

describe("container logs", () => {
  const lines = (practice: ReturnType<typeof practise>, sinceMs: number) => {
    const api = createLogsHandlers(practice.world);
    return api.FilterLogEvents({ logGroupName: "/orders/prod", startTime: practice.kernel.now() - sinceMs }, ctx)
      .events;
  };

  it("come every second while time passes, and a few a minute where it is run ahead", () => {
    const practice = practise();
    createLogsHandlers(practice.world).CreateLogGroup({ logGroupName: "/orders/prod" }, ctx);
    practice.world.controls.traffic(PLACE, SERVICE, 30);
    practice.minutes(30);
    const requests = lines(practice, 20 * 60_000).filter((event) => / \d{3} \d+ms|"level"/.test(event.message));
    expect(requests.length / 20 / 2).toBeGreaterThan(3);
    expect(requests.length / 20 / 2).toBeLessThan(9);
    for (let second = 0; second < 20; second++) practice.seconds(1);
    const live = lines(practice, 10_000);
    expect(live.length).toBeGreaterThan(15);
    expect(live.length).toBeLessThanOrEqual(2 * 2 * 11 + 4);
    expect(new Set(live.map((event) => Math.floor(event.timestamp / 1000))).size).toBeGreaterThan(7);
  });
});

it("has a smooth day: never negative, no jumps from minute to minute", () => {
  const minutes = Array.from({ length: 1440 }, (_, minute) => dayCurve("orders", minute * 60_000));
  expect(Math.min(...minutes)).toBeGreaterThan(0.05);
  expect(Math.max(...minutes)).toBeLessThan(1.7);
  const jumps = minutes.slice(1).map((value, index) => Math.abs(value - (minutes[index] ?? 0)));
  expect(Math.max(...jumps)).toBeLessThan(0.07);
});

it("goes on after a restart where it was: one datapoint a minute, the slider as it was set", () => {
  const first = practise();
  first.world.controls.traffic(PLACE, SERVICE, 25);
  first.minutes(10);
  const again = practise({ from: JSON.parse(JSON.stringify(first.kernel.snapshot())) });
  again.minutes(10);
  const points = watch(again).values("AWS/ECS", "CPUUtilization", cpuOf);
  const gaps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? 0));
  expect(new Set(gaps)).toEqual(new Set([60_000]));
  expect(points.length).toBeGreaterThan(16);
  expect(again.world.controls.state(PLACE).services[0]).toMatchObject({ requestsPerSecond: 25, manual: true });
});

it("simulates a day of ten instances", () => {
  const practice = practise({ instances: 10, max: 12 });
  createLogsHandlers(practice.world).CreateLogGroup({ logGroupName: "/orders/prod" }, ctx);
  practice.minutes(24 * 60);
  expect(practice.world.fleet.tasks(PLACE)).toHaveLength(10);
});
