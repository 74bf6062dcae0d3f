import { describe, expect, it } from "vitest";
import { awsFault, type TestAnswers, testDoor } from "@/lib/aws/test-door";
import type { LogLine } from "@/lib/logs/types";
import { createFeeds } from "./log-feeds";
import { startLogTopic } from "./log-topic";
import { testClock } from "./test-clock";
import type { LogFilter } from "./topics";
import type { Frame, LogParts } from "./types";

const ref = { account: "test", region: "us-east-1", stack: "orders" };
const SERVICE = "arn:aws:ecs:us-east-1:123456789012:service/orders/web";

/** A CloudWatch that keeps events, lets them in late, and answers as FilterLogEvents does. */
function world(options: { driver?: string; extra?: TestAnswers } = {}) {
  const clock = testClock();
  const events: {
    eventId: string;
    timestamp: number;
    ingestionTime: number;
    logStreamName: string;
    message: string;
  }[] = [];
  let calls = 0;
  let refills = 0;
  const write = (message: string, stamp = clock.now(), stream = "app/web/task1") =>
    events.push({
      eventId: `e${events.length}`,
      timestamp: stamp,
      ingestionTime: clock.now(),
      logStreamName: stream,
      message,
    });
  const container = {
    name: "web",
    image: "shop/web:1.4.2",
    essential: true,
    portMappings: [{ containerPort: 80 }],
    logConfiguration: {
      logDriver: options.driver ?? "awslogs",
      options: { "awslogs-group": "orders", "awslogs-stream-prefix": "app" },
    },
  };
  const answers: TestAnswers = {
    ListStackResourcesCommand: () => ({
      StackResourceSummaries: [
        {
          LogicalResourceId: "Service",
          PhysicalResourceId: SERVICE,
          ResourceType: "AWS::ECS::Service",
          ResourceStatus: "CREATE_COMPLETE",
        },
      ],
    }),
    DescribeServicesCommand: () => ({
      services: [{ serviceArn: SERVICE, status: "ACTIVE", taskDefinition: definition, deployments: [] }],
    }),
    DescribeTaskDefinitionCommand: () => ({ taskDefinition: { containerDefinitions: [container] } }),
    FilterLogEventsCommand: ({ startTime, limit, startFromHead, logStreamNamePrefix, nextToken }) => {
      calls += 1;
      // A feed's looks reach back 30 s at most; the first page of a topic is read from its end.
      if (startFromHead !== false && clock.now() - Number(startTime) > 31_000) refills += 1;
      const found = events
        .filter((event) => event.timestamp >= Number(startTime ?? 0))
        .filter((event) => event.logStreamName.startsWith(String(logStreamNamePrefix ?? "")))
        .sort((a, b) => a.timestamp - b.timestamp);
      if (startFromHead === false) found.reverse();
      const from = Number(nextToken ?? 0);
      const to = from + Number(limit ?? 10_000);
      return { events: found.slice(from, to), nextToken: to < found.length ? `${to}` : undefined };
    },
    ...options.extra,
  };
  // Task definitions are cached for ever by ARN, so each world has one of its own.
  const definition = `arn:aws:ecs:us-east-1:1:task-definition/web:${++worlds}`;
  const context = testDoor(answers, () => clock.now());
  const restart = () => {
    const feeds = createFeeds({ at: () => context, clock });
    return (filter: LogFilter = {}) =>
      startLogTopic({ name: "logs/test", clock, log: () => {}, context, feeds, ref, filter });
  };
  return { clock, write, restart, start: restart(), calls: () => calls, refills: () => refills, events };
}
let worlds = 0;

const linesOf = (frames: readonly Frame[]): readonly LogLine[] =>
  frames.flatMap((frame) =>
    frame.type === "lines"
      ? frame.lines
      : "parts" in frame
        ? ((frame.parts as Partial<LogParts>).lines?.data ?? [])
        : [],
  );
const texts = (frames: readonly Frame[]) => linesOf(frames).map((line) => line.message);
const stateOf = (topic: ReturnType<ReturnType<typeof world>["start"]>) =>
  (topic.snapshot().parts as LogParts).state.data;

describe("a log topic", () => {
  it("begins with the newest lines and goes on with new ones, each once", async () => {
    const { clock, write, start } = world();
    for (let n = 0; n < 600; n += 1) write(`old ${n}`, clock.now() - 60_000 + n);
    const topic = start();
    await clock.pass(500);
    const first = topic.snapshot();
    const shown = (first.parts as LogParts).lines.data ?? [];
    expect(shown).toHaveLength(500);
    expect(shown.at(-1)?.message).toBe("old 599");
    const reader = topic.reader(first.cursor);
    write("new 1");
    await clock.pass(1_100);
    write("new 2");
    await clock.pass(1_100);
    expect(texts(reader.next())).toEqual(["new 1", "new 2"]);
    topic.stop();
  });

  it("catches lines stamped 3 s late, and 25 s late", async () => {
    const { clock, write, start } = world();
    const topic = start();
    await clock.pass(500);
    const reader = topic.reader(topic.snapshot().cursor);
    for (let n = 0; n < 20; n += 1) {
      write(`on time ${n}`);
      write(`late ${n}`, clock.now() - 3_000);
      await clock.pass(1_000);
    }
    write("very late", clock.now() - 25_000);
    await clock.pass(6_000);
    const seen = texts(reader.next());
    expect(seen).toHaveLength(41);
    expect(new Set(seen).size).toBe(41);
    topic.stop();
  });

  it("asks at most about three times a second while lines flow, whatever the number of topics on the group", async () => {
    const { clock, write, start, calls } = world();
    const topics = [start(), start({ text: "x" }), start({ task: "task1" })];
    write("x");
    await clock.pass(2_000);
    const before = calls();
    for (let second = 0; second < 10; second += 1) {
      write(`line ${second}`);
      await clock.pass(1_000);
    }
    expect(calls() - before).toBeLessThanOrEqual(32);
    for (const topic of topics) topic.stop();
    const stopped = calls();
    await clock.pass(60_000);
    expect(calls()).toBe(stopped);
  });

  it("goes on after a reconnect without loss or repeat", async () => {
    const { clock, write, start } = world();
    const topic = start();
    await clock.pass(500);
    const seen: string[] = [];
    let { cursor } = topic.snapshot();
    for (let round = 0; round < 10; round += 1) {
      const reader = topic.reader(cursor);
      for (let n = 0; n < 7; n += 1) write(`${round}/${n}`, n % 4 === 0 ? clock.now() - 3_000 : clock.now());
      await clock.pass(1_500);
      for (const frame of reader.next()) {
        if (frame.type !== "lines") continue;
        seen.push(...frame.lines.map((line) => line.message));
        cursor = frame.cursor;
      }
      write(`${round}/between`);
      await clock.pass(500);
    }
    await clock.pass(1_500);
    seen.push(...texts(topic.reader(cursor).next()));
    expect(seen).toHaveLength(80);
    expect(new Set(seen).size).toBe(80);
    topic.stop();
  });

  it("goes on after a restart of the console: what came in between is asked for", async () => {
    const { clock, write, start, restart } = world();
    const before = start();
    await clock.pass(500);
    write("before");
    await clock.pass(1_500);
    const { cursor } = before.snapshot();
    before.stop();
    write("while away");
    write("while away, stamped late", clock.now() - 3_000);
    await clock.pass(20_000);
    const after = restart()();
    const reader = after.reader(cursor);
    expect(reader.next()).toEqual([]);
    await clock.pass(500);
    write("after");
    await clock.pass(2_000);
    // Lines from just before the cursor may come again: the browser tells them by their ids.
    const seen = new Set(texts(reader.next()));
    expect([...seen]).toEqual(expect.arrayContaining(["while away", "while away, stamped late", "after"]));
    after.stop();
  });

  it("asks once for all readers that come back after a restart, whatever their filters", async () => {
    const { clock, write, start, restart, refills } = world();
    const before = start();
    write("before");
    await clock.pass(1_500);
    const { cursor } = before.snapshot();
    before.stop();
    write("GET while away");
    const again = restart();
    const topics = [again(), again({ text: "GET" }), again({ task: "task1" })];
    const warned: string[] = [];
    const warn = ({ name }: Error) => warned.push(name);
    process.on("warning", warn);
    const readers = topics.flatMap((topic) => Array.from({ length: 15 }, () => topic.reader(cursor)));
    await clock.pass(2_000);
    const late = topics.map((topic) => topic.reader(cursor));
    await clock.pass(2_000);
    process.off("warning", warn);
    for (const reader of [...readers, ...late]) expect(texts(reader.next())).toContain("GET while away");
    expect(refills()).toBe(1);
    expect(warned).not.toContain("MaxListenersExceededWarning");
    for (const topic of topics) topic.stop();
  });

  it("resets a cursor from long ago instead of reading hours of lines", async () => {
    const { clock, write, start, restart } = world();
    const before = start();
    write("old");
    await clock.pass(1_500);
    const { cursor } = before.snapshot();
    before.stop();
    await clock.pass(3 * 60 * 60_000);
    const after = restart()();
    const reader = after.reader(cursor);
    await clock.pass(500);
    expect(reader.next()[0]?.type).toBe("reset");
    after.stop();
  });

  it("tells a slow reader how many lines it was not sent", async () => {
    const { clock, write, start } = world();
    const topic = start();
    await clock.pass(500);
    const reader = topic.reader(topic.snapshot().cursor);
    for (let n = 0; n < 25_000; n += 1) write(`${n}`);
    await clock.pass(400);
    for (let n = 0; n < 6; n += 1) await clock.pass(1_000);
    let got = 0;
    let skipped = 0;
    for (let frames = reader.next(); frames.some((frame) => frame.type === "lines"); frames = reader.next()) {
      for (const frame of frames) {
        if (frame.type !== "lines") continue;
        got += frame.lines.length;
        skipped += frame.skipped ?? 0;
      }
    }
    expect(skipped).toBeGreaterThan(0);
    expect(got).toBeGreaterThan(0);
    topic.stop();
  });

  it("filters by container, task and text", async () => {
    const { clock, write, start } = world();
    write("GET /a", clock.now(), "app/web/task1");
    write("GET /b", clock.now(), "app/web/task2");
    write("ready", clock.now(), "app/web/task2");
    write("GET /a", clock.now(), "other/web/task1");
    const topics = [start({ task: "task2" }), start({ text: "get" }), start({ container: "side" }), start()];
    await clock.pass(1_500);
    const shown = topics.map((topic) =>
      ((topic.snapshot().parts as LogParts).lines.data ?? []).map((line) => line.message),
    );
    expect(shown).toEqual([["GET /b", "ready"], ["GET /a", "GET /b"], [], ["GET /a", "GET /b", "ready"]]);
    for (const topic of topics) topic.stop();
  });

  it.each([
    ["empty", {}, { kind: "empty" }],
    ["not-awslogs", { driver: "fluentd" }, { kind: "not-awslogs", driver: "fluentd" }],
    [
      "missing-group",
      {
        extra: {
          FilterLogEventsCommand: () => {
            throw awsFault("ResourceNotFoundException", "The specified log group does not exist.");
          },
        },
      },
      { kind: "missing-group", group: "orders" },
    ],
    [
      "denied",
      {
        extra: {
          FilterLogEventsCommand: () => {
            throw awsFault("AccessDeniedException", "not authorized");
          },
        },
      },
      { kind: "denied", api: "logs:FilterLogEvents", message: "not authorized" },
    ],
    [
      "unreachable",
      {
        extra: {
          FilterLogEventsCommand: () => {
            throw awsFault("TimeoutError", "timed out", 500);
          },
        },
      },
      { kind: "unreachable", message: expect.any(String) },
    ],
  ])("says when there are no lines because it is %s", async (_, options, expected) => {
    const { clock, start } = world(options);
    const topic = start();
    await clock.pass(1_500);
    expect(stateOf(topic)).toEqual(expected);
    topic.stop();
  });
});
