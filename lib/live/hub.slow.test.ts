import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Aws, createAws } from "@/lib/aws/client";
import { systemClock } from "@/lib/clock";
import { readConfig } from "@/lib/config";
import type { StackRef } from "@/lib/place";
import { observeService } from "@/lib/services/observe";
import { createHub, type Hub, type HubOptions } from "./hub";
import type { RecordedPart } from "./hub-types";
import { startSandbox, type TestSandbox } from "./test-sandbox";
import { FLEET_TOPIC, logsTopic, serviceTopic } from "./topics";
import type { FleetParts, Frame, LogParts, ServiceParts, Snapshot } from "./types";

const PLENTY_MS = 20_000;
const ref: StackRef = { account: "sandbox", region: "us-east-1", stack: "orders-prod" };
const topic = serviceTopic(ref);

let sandbox: TestSandbox;
const open: { hub: Hub; aws: Aws }[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(async () => {
  for (const { hub, aws } of open) {
    await hub.close();
    aws.destroy();
  }
  await sandbox.stop();
});

/** A console process's hub: each has clients, budget and pollers of its own. */
function newHub(more: Partial<HubOptions> = {}) {
  const config = readConfig({ SLIPWAY_SANDBOX_URL: sandbox.url, DATABASE_URL: "none" });
  const aws = createAws(config, systemClock);
  const hub = createHub({ aws, clock: systemClock, places: [ref], log: () => {}, ...more });
  open.push({ hub, aws });
  return { hub, aws };
}

/** Waits for a frame (or what it makes true) within the time a person would. */
async function until(hub: Hub, name: string, cursor: string | undefined, done: (frame: Frame) => boolean, ms = 10_000) {
  const end = AbortSignal.timeout(ms);
  for await (const frame of hub.subscribe(name, { cursor, signal: end })) if (done(frame)) return frame;
  throw new Error(`nothing of the kind came within ${ms} ms`);
}

async function calls(): Promise<number> {
  const counted = await sandbox.get("calls");
  const sum = (value: unknown): number =>
    typeof value === "number"
      ? value
      : typeof value === "object" && value !== null
        ? Object.values(value).reduce((total: number, each) => total + sum(each), 0)
        : 0;
  return sum(counted);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("the hub on the sandbox", () => {
  it("fills every part of a service's page, and every column of the fleet", async () => {
    const { hub, aws } = newHub();
    const { parts } = await hub.read<ServiceParts>(topic, { deadlineMs: PLENTY_MS });
    for (const part of Object.values(parts)) expect(part.error).toBeNull();
    expect(parts.stack.data?.name).toBe(ref.stack);
    expect(parts.health.data?.words).toMatch(/tasks? healthy/);
    expect(parts.tasks.data?.some((task) => task.health === "healthy" && task.instanceId && task.zone)).toBe(true);
    expect(parts.versions.data).not.toEqual([]);
    expect(parts.alarms.data?.map((alarm) => alarm.direction).sort()).toEqual(["in", "out"]);
    expect(parts.alarmBands.data).not.toEqual([]);
    expect(parts.policies.data).toHaveLength(2);
    expect(parts.activities.data).not.toEqual([]);
    expect(parts.serviceEvents.data).not.toEqual([]);
    expect(parts.group.data?.max).toBeGreaterThan(0);
    const drawn = parts.series.data?.filter(({ points }) => points.length > 100).map(({ id }) => id);
    expect(drawn).toEqual(expect.arrayContaining(["cpu", "cpu-cluster", "instances", "requests"]));

    const fleet = await hub.read<FleetParts>(FLEET_TOPIC, { deadlineMs: PLENTY_MS });
    const row = fleet.parts.services.data?.find(({ stack }) => stack === ref.stack);
    expect(row).toMatchObject({ stage: "prod", version: parts.versions.data?.[0]?.version });
    expect(row?.cpu.length).toBeGreaterThan(20);

    const seen = await observeService(aws.at(ref), ref.stack);
    expect(seen).toMatchObject({ hasService: true, rollout: "COMPLETED" });
    expect(seen.wanted).toBeGreaterThan(0);
  });

  it("reads AWS once for 50 viewers", async () => {
    const { hub } = newHub();
    const { cursor } = await hub.read(topic, { deadlineMs: PLENTY_MS });
    const watch = async (viewers: number) => {
      const end = new AbortController();
      const all = Array.from({ length: viewers }, async () => {
        for await (const _ of hub.subscribe(topic, { cursor, signal: end.signal }));
      });
      const before = await calls();
      await pause(6_000);
      const made = (await calls()) - before;
      end.abort();
      await Promise.all(all);
      return made;
    };
    const one = await watch(1);
    const fifty = await watch(50);
    expect(hub.watched()).toEqual([{ topic, viewers: 0 }]);
    // Which polls fall into six seconds differs by a few; a poller a viewer would be fifty times as many.
    expect(fifty).toBeLessThanOrEqual(one * 1.5 + 3);
    await hub.close();
  });

  it("costs a denied API only its own panel, and names it", async () => {
    const { hub } = newHub();
    const before = await hub.read<ServiceParts>(topic, { deadlineMs: PLENTY_MS });
    await sandbox.post("faults", {
      kind: "access-denied",
      service: "autoscaling",
      operation: "DescribeScalingActivities",
    });
    try {
      hub.touch(topic);
      const denied = (frame: Frame) =>
        frame.type === "parts" && (frame.parts as Partial<ServiceParts>).activities?.error?.code === "aws_denied";
      await until(hub, topic, before.cursor, denied);
      const { parts } = await hub.read<ServiceParts>(topic);
      expect(parts.activities.error?.details.api).toBe("autoscaling:DescribeScalingActivities");
      expect(parts.activities.data).toEqual(before.parts.activities.data);
      const others = Object.entries(parts).filter(([name]) => name !== "activities");
      for (const [, part] of others) expect(part.error).toBeNull();
    } finally {
      await sandbox.clearFaults();
    }
    await until(hub, topic, undefined, (frame) =>
      "parts" in frame ? (frame.parts as Partial<ServiceParts>).activities?.error === null : false,
    );
    await hub.close();
  });

  it("keeps what it has through a burst of throttles, and is fresh again by itself", async () => {
    const { hub } = newHub();
    const before = await hub.read<ServiceParts>(topic, { deadlineMs: PLENTY_MS });
    await sandbox.post("faults", { kind: "throttle" });
    try {
      hub.touch(topic);
      const throttled = (frame: Frame) =>
        frame.type === "parts" && (frame.parts as Partial<ServiceParts>).stack?.error?.code === "aws_throttled";
      await until(hub, topic, before.cursor, throttled);
      await pause(3_000);
      const { parts } = await hub.read<ServiceParts>(topic);
      expect(parts.stack.data).toEqual(before.parts.stack.data);
    } finally {
      await sandbox.clearFaults();
    }
    const whole = async () => {
      const { parts } = await hub.read<ServiceParts>(topic);
      return Object.values(parts).every((part) => part.error === null);
    };
    while (!(await whole())) await pause(200);
    await hub.close();
  });

  it("answers while AWS hangs, with the last recorded values and their age, and comes back", async () => {
    const kept = new Map<string, readonly RecordedPart[]>();
    const lastValues = {
      save: async (name: string, parts: readonly RecordedPart[]) => void kept.set(name, structuredClone(parts)),
      read: async (name: string) => kept.get(name) ?? [],
    };
    const before = newHub({ lastValues });
    const good = await before.hub.read<ServiceParts>(topic, { deadlineMs: PLENTY_MS });
    await before.hub.close();
    await sandbox.post("faults", { kind: "hang" });
    const after = newHub({ lastValues });
    try {
      const shown = await after.hub.read<ServiceParts>(topic);
      expect(shown.parts.stack.data).toEqual(good.parts.stack.data);
      expect(shown.parts.stack.at).toBeLessThanOrEqual(good.now);
      expect(shown.parts.stack.at).toBeGreaterThan(0);
    } finally {
      await sandbox.clearFaults();
    }
    // Calls that hang are given up, so it comes back by itself.
    const read = (frame: Frame) => {
      if (frame.type === "tick") return (frame.at?.stack ?? 0) > good.now;
      const stack = frame.type === "parts" ? (frame.parts as Partial<ServiceParts>).stack : undefined;
      return stack?.error === null && stack.at > good.now;
    };
    await until(after.hub, topic, (await after.hub.read(topic)).cursor, read, 15_000);
    await after.hub.close();
  });

  it("notices when AWS's clock jumps ahead", async () => {
    const { hub } = newHub();
    const before = await hub.read<ServiceParts>(topic, { deadlineMs: PLENTY_MS });
    await sandbox.post("advance", { minutes: 10 });
    const later = (frame: Frame) => {
      if (frame.type !== "parts") return false;
      const cpu = (frame.parts as Partial<ServiceParts>).series?.data?.find(({ id }) => id === "cpu");
      return (cpu?.points.at(-1)?.[0] ?? 0) > before.now + 5 * 60_000;
    };
    await until(hub, topic, before.cursor, later, 15_000);
    await hub.close();
  });

  it("follows a log: a written line arrives, and again only after a reconnect that missed it", async () => {
    const { hub } = newHub();
    const name = logsTopic(ref);
    const first: Snapshot<LogParts> = await hub.read(name, { deadlineMs: PLENTY_MS });
    expect(first.parts.state.data).toEqual({ kind: "ok" });
    expect(first.parts.lines.data?.length).toBe(500);
    const stream = first.parts.lines.data?.at(-1)?.stream ?? "";
    const [service] = await hub
      .read<ServiceParts>(topic, { deadlineMs: PLENTY_MS })
      .then(({ parts }) => parts.tasks.data ?? []);
    const group = service?.containers.find(({ log }) => log)?.log?.group;
    const write = (message: string) => sandbox.post("logs", { group, stream, lines: [message] });
    const holds = (message: string) => (frame: Frame) =>
      frame.type === "lines" && frame.lines.some((line) => line.message === message);
    await write("hello 1");
    const frame = await until(hub, name, first.cursor, holds("hello 1"));
    await write("hello 2");
    await pause(1_000);
    const cursor = "cursor" in frame ? frame.cursor : undefined;
    const again = await until(hub, name, cursor, holds("hello 2"));
    expect(holds("hello 1")(again)).toBe(false);
    await hub.close();
  });
});
