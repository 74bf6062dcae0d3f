import { describe, expect, it } from "vitest";
import { SlipwayError } from "@/lib/errors";
import type { RecordedPart } from "./hub-types";
import { type StateTopicPlan, startStateTopic } from "./state-topic";
import { testClock } from "./test-clock";
import type { RunningTopic } from "./topic";
import type { Frame } from "./types";

type Answer = () => Promise<Record<string, unknown> | null>;

function topicOf(lanes: Record<string, Answer>, more: Partial<StateTopicPlan> = {}, recorded: RecordedPart[] = []) {
  const clock = testClock();
  const saved: (readonly RecordedPart[])[] = [];
  const start = () =>
    startStateTopic({
      name: "test",
      clock,
      now: () => clock.now(),
      log: () => {},
      recorded: async () => recorded,
      record: async (parts) => void saved.push(parts),
      plan: () => ({
        parts: [...Object.keys(lanes), ...(more.parts ?? [])],
        lanes: Object.entries(lanes).map(([name, run]) => ({ name, parts: [name], every: () => 1_000, run })),
        derive: more.derive,
        wakes: more.wakes,
      }),
    });
  return { clock, saved, start };
}

const partsOf = (frames: readonly Frame[]) => frames.flatMap((frame) => (frame.type === "parts" ? [frame.parts] : []));
const data = (topic: RunningTopic, part: string) =>
  (topic.snapshot().parts as Record<string, { data: unknown; error: { code: string } | null }>)[part];

describe("a state topic", () => {
  it("sends a listener only the parts that changed", async () => {
    let count = 0;
    const { clock, start } = topicOf({
      still: async () => ({ still: "same" }),
      moving: async () => ({ moving: count++ }),
    });
    const topic = start();
    const reader = topic.reader(undefined);
    await clock.pass(10);
    expect(reader.next().map((frame) => frame.type)).toEqual(["snapshot"]);
    await clock.pass(1_000);
    expect(partsOf(reader.next()).map((parts) => Object.keys(parts))).toEqual([["moving"]]);
    topic.stop();
  });

  it("collapses what a slow listener missed into the newest value", async () => {
    let count = 0;
    const { clock, start } = topicOf({ moving: async () => ({ moving: count++ }) });
    const topic = start();
    await clock.pass(10);
    const reader = topic.reader(topic.snapshot().cursor);
    reader.next();
    await clock.pass(4_500);
    expect(partsOf(reader.next())).toEqual([{ moving: expect.objectContaining({ data: 4 }) }]);
    topic.stop();
  });

  it("goes on from a cursor of another process without sending what is known", async () => {
    const first = topicOf({ a: async () => ({ a: 1 }), b: async () => ({ b: 1 }) });
    const before = first.start();
    await first.clock.pass(10);
    const { cursor } = before.snapshot();
    before.stop();
    const second = topicOf({ a: async () => ({ a: 1 }), b: async () => ({ b: 2 }) });
    const after = second.start();
    await second.clock.pass(10);
    expect(partsOf(after.reader(cursor).next()).map((parts) => Object.keys(parts))).toEqual([["b"]]);
    after.stop();
  });

  it("answers a cursor it does not know with a reset", async () => {
    const { clock, start } = topicOf({ a: async () => ({ a: 1 }) });
    const topic = start();
    await clock.pass(10);
    expect(topic.reader("something else").next()[0]).toMatchObject({ type: "reset", parts: { a: { data: 1 } } });
    topic.stop();
  });

  it("keeps the last value beside the error of a denied API, and leaves the other parts alone", async () => {
    let denied = false;
    const { clock, start } = topicOf({
      good: async () => ({ good: "here" }),
      bad: async () => {
        if (denied) throw new SlipwayError("aws_denied", "no", { api: "ecs:DescribeTasks" });
        return { bad: "before" };
      },
    });
    const topic = start();
    await clock.pass(10);
    denied = true;
    await clock.pass(1_000);
    expect(data(topic, "bad")).toMatchObject({ data: "before", error: { code: "aws_denied" } });
    expect(data(topic, "good")).toMatchObject({ data: "here", error: null });
    denied = false;
    await clock.pass(10_000);
    expect(data(topic, "bad")).toMatchObject({ data: "before", error: null });
    topic.stop();
  });

  it("shows last recorded values while AWS hangs, and says that it hangs", async () => {
    const { clock, start } = topicOf({ a: () => new Promise(() => {}) }, {}, [{ part: "a", at: 7, data: "old" }]);
    const topic = start();
    const deadline = new AbortController();
    const ready = topic.ready(undefined, deadline.signal);
    await clock.pass(500);
    deadline.abort();
    await ready;
    expect(topic.snapshot().parts).toEqual({ a: { data: "old", at: 7, error: null } });
    await clock.pass(6_000);
    expect(data(topic, "a")).toMatchObject({ data: "old", error: { code: "aws_unreachable" } });
    topic.stop();
  });

  it("never lets a recorded value take the place of a read one", async () => {
    const { clock, start } = topicOf({ a: async () => ({ a: "new" }) }, {}, [{ part: "a", at: 7, data: "old" }]);
    const topic = start();
    await clock.pass(10);
    expect(data(topic, "a")).toMatchObject({ data: "new" });
    topic.stop();
  });

  it("reads again first when a reader wants it fresher than it is", async () => {
    let reads = 0;
    const { clock, start } = topicOf({ a: async () => ({ a: ++reads }) });
    const topic = start();
    await clock.pass(10);
    await clock.pass(500);
    const ready = topic.ready(100, new AbortController().signal);
    await clock.pass(10);
    await ready;
    expect(reads).toBe(2);
    topic.stop();
  });

  it("tells the new age of parts that were read again unchanged", async () => {
    const { clock, start } = topicOf({ a: async () => ({ a: 1 }) });
    const topic = start();
    await clock.pass(10);
    const reader = topic.reader(topic.snapshot().cursor);
    reader.next();
    await clock.pass(5_000);
    const [tick] = reader.next();
    expect(tick).toMatchObject({ type: "tick", at: { a: clock.now() - 10 } });
    topic.stop();
  });

  it("stops reading when it is stopped, and records what it saw", async () => {
    let reads = 0;
    const { clock, saved, start } = topicOf({ a: async () => ({ a: ++reads }) });
    const topic = start();
    await clock.pass(10);
    topic.stop();
    await clock.pass(60_000);
    expect(reads).toBe(1);
    expect(saved.at(-1)).toEqual([{ part: "a", at: expect.any(Number), data: 1 }]);
  });

  it("works out derived parts, and wakes the lanes a change concerns", async () => {
    let known = false;
    let slow = 0;
    const { clock, start } = topicOf(
      { slow: async () => (known ? { slow: ++slow } : null), a: async () => ({ a: 2 }) },
      {
        parts: ["double"],
        derive: ({ a }) => {
          known = a === 2;
          return { double: typeof a === "number" ? a * 2 : undefined };
        },
        wakes: (changed) => (changed.has("a") ? ["slow"] : []),
      },
    );
    const topic = start();
    await clock.pass(100);
    expect(data(topic, "double")?.data).toBe(4);
    expect(slow).toBe(1);
    topic.stop();
  });
});
