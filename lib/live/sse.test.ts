import { describe, expect, it } from "vitest";
import type { Hub } from "./hub-types";
import { eventStream } from "./sse";
import { testClock } from "./test-clock";
import type { Frame } from "./types";

const parts = (n: number): Frame => ({ type: "parts", topic: "t", cursor: `c${n}`, now: n, parts: { n } });

/** A hub of one topic that sends what a test gives it. */
function played() {
  const clock = testClock();
  const queue: Frame[] = [];
  let taken = 0;
  let ended = 0;
  const hub: Pick<Hub, "subscribe"> = {
    async *subscribe(topic, { signal }) {
      if (topic === "broken") throw new Error("secret cause");
      try {
        while (!signal.aborted) {
          const frame = queue.shift();
          if (frame) {
            taken += 1;
            yield frame;
          } else await clock.sleep(1, signal);
        }
      } finally {
        ended += 1;
      }
    },
  };
  const end = new AbortController();
  let valid = true;
  const events: string[] = [];
  const open = (topics: string[]) =>
    eventStream({
      hub: hub as Hub,
      clock,
      topics: topics.map((topic) => ({ topic })),
      signal: end.signal,
      stillValid: async () => valid,
      log: () => {},
    });
  const read = async (topics: string[]) => {
    for await (const event of open(topics)) events.push(event);
    events.push("END");
  };
  return {
    clock,
    queue,
    end,
    events,
    open,
    read,
    revoke: () => {
      valid = false;
    },
    seen: () => ({ taken, ended }),
  };
}

const frames = (event: string | undefined) => JSON.parse(event?.split("data: ")[1] ?? "null") as Frame[] | null;

describe("the event stream", () => {
  it("sends the first frame at once and what follows within 50 ms as one array", async () => {
    const { clock, queue, end, events, read } = played();
    void read(["t"]);
    queue.push(parts(1));
    await clock.pass(5);
    expect(frames(events[1])).toEqual([parts(1)]);
    queue.push(parts(2), parts(3));
    await clock.pass(60);
    expect(frames(events[2])).toEqual([parts(2), parts(3)]);
    expect(events[2]).toMatch(/^id: c3\n/);
    end.abort();
    await clock.pass(1);
    expect(events.at(-1)).toBe("END");
  });

  it("keeps a quiet stream open with a comment every 15 s", async () => {
    const { clock, end, events, read } = played();
    void read(["t"]);
    await clock.pass(31_000);
    expect(events.slice(1)).toEqual([": still here\n\n", ": still here\n\n"]);
    end.abort();
  });

  it("ends within 5 s of the session's end, and stops listening", async () => {
    const { clock, events, read, revoke, seen } = played();
    void read(["t"]);
    await clock.pass(6_000);
    expect(events.at(-1)).not.toBe("END");
    revoke();
    await clock.pass(5_000);
    expect(events.at(-1)).toBe("END");
    expect(seen().ended).toBe(1);
  });

  it("tells of a topic that cannot be, without its cause, and goes on with the others", async () => {
    const { clock, queue, end, events, read } = played();
    void read(["broken", "t"]);
    queue.push(parts(1));
    await clock.pass(200);
    const sent = events.slice(1).flatMap((event) => frames(event) ?? []);
    expect(sent).toContainEqual(parts(1));
    expect(sent).toContainEqual({
      type: "error",
      topic: "broken",
      error: expect.objectContaining({ code: "internal" }),
    });
    expect(JSON.stringify(sent)).not.toContain("secret");
    end.abort();
  });

  it("stops taking frames for a reader that does not read", async () => {
    const { clock, queue, end, open, seen } = played();
    const stream = open(["t"]);
    await stream.next();
    const first = stream.next();
    queue.push(...Array.from({ length: 500 }, (_, n) => parts(n)));
    await clock.pass(100);
    await first;
    await clock.pass(10_000);
    expect(seen().taken).toBeLessThan(100);
    end.abort();
    await stream.return(undefined);
  });
});
