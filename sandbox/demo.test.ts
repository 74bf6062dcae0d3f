import fs from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createDataCentre, type DataCentre } from "./data-centre";
import { demoHistoryMs, runDemo } from "./demo";
import { Kernel } from "./world/kernel";

const template = fs.readFileSync(path.resolve(import.meta.dirname, "../infra-templates/ecs-ec2-daemon.yaml"), "utf8");
const place = { account: "123456789012", region: "us-east-1" };
const ctx = { ...place, requestId: "test" };
const now = Date.parse("2026-11-23T10:00:00Z");

/** What a person sees who opens the console for the first time. */
describe("the demo", () => {
  let centre: DataCentre;
  let service: string;
  beforeAll(() => {
    centre = createDataCentre(new Kernel(() => now, { start: now - demoHistoryMs }));
    runDemo(centre, place, { template }, now);
    const { serviceArns = [] } = centre.invoke("ecs", "ListServices", { cluster: "orders-prod" }, ctx);
    service = serviceArns[0]?.split("/").at(-1) ?? "";
  });

  it("ends now", () => {
    expect(centre.kernel.now()).toBe(now);
  });

  it("has two stacks, one of them updated", () => {
    const { Stacks = [] } = centre.invoke("cloudformation", "DescribeStacks", {}, ctx);
    const states = Object.fromEntries(Stacks.map(({ StackName, StackStatus }) => [StackName, StackStatus]));
    expect(states).toEqual({ "orders-prod": "UPDATE_COMPLETE", "catalog-prod": "CREATE_COMPLETE" });
  });

  it("has services that run what was released, healthy", () => {
    const { services = [] } = centre.invoke(
      "ecs",
      "DescribeServices",
      { cluster: "orders-prod", services: [service] },
      ctx,
    );
    expect(services[0]).toMatchObject({ status: "ACTIVE", runningCount: 2, pendingCount: 0, desiredCount: 2 });
    expect(services[0]?.events?.[0]?.message).toContain("has reached a steady state");
    const { taskDefinition } = centre.invoke(
      "ecs",
      "DescribeTaskDefinition",
      { taskDefinition: services[0]?.taskDefinition ?? "" },
      ctx,
    );
    expect(taskDefinition?.containerDefinitions?.[0]?.image).toMatch(/acme\/orders:1\.5\.0$/);
  });

  it("scaled out under the load and in again after it", () => {
    const { Activities = [] } = centre.invoke("autoscaling", "DescribeScalingActivities", {}, ctx);
    const causes = Activities.map(({ Cause = "" }) => Cause);
    for (const step of ["2 to 3", "3 to 4", "4 to 3", "3 to 2"]) {
      const wanted = new RegExp(
        `a monitor alarm \\S+ in state ALARM triggered policy \\S+ changing .* from ${step}\\.`,
      );
      expect(
        causes.filter((cause) => wanted.test(cause)),
        step,
      ).toHaveLength(1);
    }
    expect(Activities.every(({ StatusCode }) => StatusCode === "Successful")).toBe(true);
  });

  it("has three hours of CPU datapoints", () => {
    const { Datapoints = [] } = centre.invoke(
      "monitoring",
      "GetMetricStatistics",
      {
        Namespace: "AWS/ECS",
        MetricName: "CPUUtilization",
        Dimensions: [
          { Name: "ClusterName", Value: "orders-prod" },
          { Name: "ServiceName", Value: service },
        ],
        StartTime: new Date(now - 3 * 3600_000),
        EndTime: new Date(now),
        Period: 60,
        Statistics: ["Average", "Maximum"],
      },
      ctx,
    );
    expect(Datapoints.length).toBeGreaterThan(170);
    expect(Math.max(...Datapoints.map(({ Average = 0 }) => Average))).toBeGreaterThan(75);
    expect(Math.min(...Datapoints.map(({ Average = 0 }) => Average))).toBeLessThan(30);
  });

  it("has log lines of every container", () => {
    const { logStreams = [] } = centre.invoke("logs", "DescribeLogStreams", { logGroupName: "/ecs/orders/prod" }, ctx);
    expect(logStreams.length).toBeGreaterThanOrEqual(4);
    const { events = [] } = centre.invoke("logs", "FilterLogEvents", { logGroupName: "/ecs/orders/prod" }, ctx);
    expect(events.length).toBeGreaterThan(20);
  });
});
