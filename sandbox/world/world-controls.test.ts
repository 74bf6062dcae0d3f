import { describe, expect, it } from "vitest";
import { createLogsHandlers } from "../services/logs";
import { CLUSTER, GROUP, PLACE, practise, SERVICE } from "./practice-stack";

const ctx = { ...PLACE, requestId: "r" };

describe("the panel's levers", () => {
  it("tells services with their traffic, instances and the pending failure", () => {
    const { world, minutes } = practise();
    minutes(10);
    world.controls.traffic(PLACE, SERVICE, 12.5);
    world.controls.failNextDeployment(PLACE, "crash");
    expect(world.controls.state(PLACE)).toEqual({
      services: [{ cluster: CLUSTER, service: SERVICE, requestsPerSecond: 12.5, manual: true }],
      instances: [
        { instanceId: expect.stringMatching(/^i-0/), zone: "eu-west-1a", group: GROUP },
        { instanceId: expect.stringMatching(/^i-0/), zone: "eu-west-1b", group: GROUP },
      ],
      nextDeployment: "crash",
    });
  });

  it("kills an instance: its task goes, and the group brings another", () => {
    const { world, minutes } = practise();
    minutes(10);
    const [victim] = world.controls.state(PLACE).instances;
    world.controls.killInstance(PLACE, victim?.instanceId ?? "");
    expect(world.fleet.tasks(PLACE)).toHaveLength(1);
    minutes(10);
    const after = world.controls.state(PLACE).instances.map(({ instanceId }) => instanceId);
    expect(after).toHaveLength(2);
    expect(after).not.toContain(victim?.instanceId);
    expect(() => world.controls.killInstance(PLACE, "i-0nobody")).toThrow("does not exist");
  });
});

describe("container logs under load", () => {
  const seen = (practice: ReturnType<typeof practise>) =>
    createLogsHandlers(practice.world)
      .FilterLogEvents({ logGroupName: "/orders/prod", startTime: practice.kernel.now() - 60_000 }, ctx)
      .events.map((event) => event.message);
  const loaded = (requestsPerSecond: number) => {
    const practice = practise();
    createLogsHandlers(practice.world).CreateLogGroup({ logGroupName: "/orders/prod" }, ctx);
    practice.world.controls.traffic(PLACE, SERVICE, requestsPerSecond);
    practice.minutes(10);
    for (let second = 0; second < 60; second++) practice.seconds(1);
    return seen(practice);
  };

  it("tell of trouble when there is more work than the machines can do", () => {
    const errors = (lines: readonly string[]) =>
      lines.filter((line) => /^(ERROR|WARN)/.test(line)).length / lines.length;
    expect(errors(loaded(40))).toBeLessThan(0.1);
    expect(errors(loaded(2000))).toBeGreaterThan(0.4);
  });

  it("have only health checks while nobody asks anything", () => {
    const lines = loaded(0);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.startsWith("GET /health 200"))).toBe(true);
  });
});
