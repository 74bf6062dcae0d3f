import { describe, expect, test } from "vitest";
import { fullestProvider, nextProvider } from "./capacity-strategy";
import type { ContainerInstance } from "./ecs-records";
import { type Candidate, choose, memberOf, obstacleIn, occupy } from "./placement";

const host = (id: string, zone: string, type = "t3.small") => ({ id, instanceId: id, zone, type }) as ContainerInstance;
const candidate = (id: string, zone: string, tasks: number, cpuUnits = 1024, memoryMiB = 1024): Candidate => ({
  host: host(id, zone),
  room: { cpuUnits, memoryMiB, ports: new Set() },
  tasks,
});

describe("where a task goes", () => {
  const all = [candidate("a1", "a", 1, 500), candidate("a2", "a", 0, 900), candidate("b1", "b", 2, 300, 100)];
  test.each([
    ["by default to the emptier zone, then to the emptier instance", [], "a2"],
    ["spread over instances", [{ type: "spread" as const, field: "instanceId" }], "a2"],
    ["packed by CPU", [{ type: "binpack" as const, field: "cpu" }], "b1"],
    ["packed by memory", [{ type: "binpack" as const, field: "memory" }], "b1"],
    [
      "zones first, then packed",
      [
        { type: "spread" as const, field: "attribute:ecs.availability-zone" },
        { type: "binpack" as const, field: "cpu" },
      ],
      "a1",
    ],
  ])("%s", (_name, strategies, wanted) => {
    expect(choose(all, strategies)?.host.id).toBe(wanted);
  });

  test("nowhere when there is nothing to choose from", () => {
    expect(choose([], [])).toBeUndefined();
  });

  test("room is taken, and what is missing is named", () => {
    const room = { cpuUnits: 1024, memoryMiB: 900, ports: new Set<number>() };
    const need = { cpuUnits: 512, memoryMiB: 512, ports: [80] };
    expect(obstacleIn(room, need)).toBeUndefined();
    occupy(room, need);
    expect(obstacleIn(room, { ...need, ports: [] })).toBe("has insufficient memory available");
    expect(obstacleIn(room, { ...need, cpuUnits: 600 })).toBe("has insufficient CPU units available");
    expect(obstacleIn(room, { ...need, memoryMiB: 1 })).toBe("is already using a port required by your task");
  });
});

test.each([
  ["attribute:ecs.instance-type == t3.small", true],
  ["attribute:ecs.instance-type =~ t3.*", true],
  ["attribute:ecs.instance-type =~ m5.*", false],
  ["attribute:ecs.availability-zone in [eu-west-1a, eu-west-1b]", true],
  ["attribute:ecs.availability-zone not_in [eu-west-1a]", false],
  ["attribute:ecs.availability-zone == eu-west-1a and attribute:ecs.instance-type != m5.large", true],
  ["attribute:stack exists", false],
])("the constraint %s", (expression, matches) => {
  expect(memberOf(expression)?.(host("i", "eu-west-1a"))).toBe(matches);
});

test("an expression the sandbox cannot read is no constraint it could keep", () => {
  expect(memberOf("task:group == service:web")).toBeUndefined();
});

describe("a capacity provider strategy", () => {
  const strategy = [
    { capacityProvider: "own", base: 2, weight: 1 },
    { capacityProvider: "spot", weight: 3 },
  ];
  const shared = (count: number) => {
    const tasks: string[] = [];
    for (let i = 0; i < count; i++) {
      tasks.push(nextProvider(strategy, (name) => tasks.filter((task) => task === name).length) ?? "none");
    }
    return tasks;
  };
  test("fills the base first, then goes by weight", () => {
    const tasks = shared(10);
    expect(tasks.slice(0, 2)).toEqual(["own", "own"]);
    expect(tasks.filter((task) => task === "own")).toHaveLength(4);
    expect(tasks.filter((task) => task === "spot")).toHaveLength(6);
  });
  test("gives up where most is beyond its part", () => {
    const has: Record<string, number> = { own: 3, spot: 6 };
    expect(fullestProvider(strategy, (name) => has[name] ?? 0)).toBe("spot");
    expect(fullestProvider(strategy, (name) => (name === "own" ? 2 : 0))).toBeUndefined();
  });
  test("without weights sends nothing anywhere", () => {
    expect(nextProvider([{ capacityProvider: "own", weight: 0 }], () => 0)).toBeUndefined();
  });
});
