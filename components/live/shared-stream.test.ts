import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Frame } from "@/lib/live/types";
import type { Want } from "./live-types";
import { openSharedStream, type Platform } from "./shared-stream";
import type { openStream } from "./stream";

type Options = Parameters<typeof openStream>[0];

/** The parts of a browser that tabs share. */
function browser() {
  const channels = new Set<{ onmessage: ((event: MessageEvent) => void) | null }>();
  const waiting: (() => Promise<void>)[] = [];
  let held = false;
  const grant = () => {
    const next = held ? undefined : waiting.shift();
    if (!next) return;
    held = true;
    void next().then(() => {
      held = false;
      grant();
    });
  };
  const streams: { options: Options; wants: Want[][]; closed: boolean }[] = [];
  const platform = (tab: string): Platform => ({
    tab,
    now: () => Date.now(),
    locks: {
      request: ((_name: string, options: { signal: AbortSignal }, run: () => Promise<void> | undefined) => {
        waiting.push(async () => {
          if (!options.signal.aborted) await run();
        });
        queueMicrotask(grant);
        return Promise.resolve();
      }) as unknown as LockManager["request"],
    },
    channel() {
      const channel = {
        onmessage: null as ((event: MessageEvent) => void) | null,
        postMessage(message: unknown) {
          const data = structuredClone(message);
          for (const other of channels) {
            if (other !== channel) queueMicrotask(() => other.onmessage?.({ data } as MessageEvent));
          }
        },
        close: () => void channels.delete(channel),
      };
      channels.add(channel);
      return channel;
    },
    open(options) {
      const stream = { options, wants: [] as Want[][], closed: false };
      streams.push(stream);
      return {
        want: (wants) => void stream.wants.push(wants.map(({ topic, cursor }) => ({ topic, cursor }))),
        nudge: () => {},
        close: () => {
          stream.closed = true;
        },
      };
    },
  });
  return { platform, streams };
}

const opened: ReturnType<typeof openSharedStream>[] = [];
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  for (const stream of opened.splice(0)) stream.close();
  vi.useRealTimers();
});
/** What tabs gather for a moment has been sent, however busy the machine is. */
const soon = () => vi.advanceTimersByTimeAsync(60);

function tabOf(shared: ReturnType<typeof browser>, name: string) {
  const frames: Frame[] = [];
  const statuses: string[] = [];
  const stream = openSharedStream(
    { onFrames: (some) => frames.push(...some), onStatus: (status) => statuses.push(status), onSignedOut: () => {} },
    shared.platform(name),
  );
  opened.push(stream);
  return { frames, statuses, stream };
}
const frame = (topic: string, cursor: string): Frame => ({ type: "parts", topic, cursor, now: 1, parts: {} });
const want = (topic: string, cursor = "c0"): Want => ({ topic, cursor, fresh: true });

describe("a shared stream", () => {
  it("opens one stream for all tabs, over all they want", async () => {
    const shared = browser();
    const tabs = ["a", "b", "c"].map((name) => tabOf(shared, name));
    for (const [index, { stream }] of tabs.entries()) stream.want([want("fleet"), want(`service/${index}`)]);
    await soon();
    expect(shared.streams).toHaveLength(1);
    const topics = shared.streams[0]?.wants.at(-1)?.map(({ topic }) => topic);
    expect(topics?.sort()).toEqual(["fleet", "service/0", "service/1", "service/2"]);
  });

  it("passes a tab's frames on, and not those of topics it does not show", async () => {
    const shared = browser();
    const [a, b] = [tabOf(shared, "a"), tabOf(shared, "b")];
    a.stream.want([want("logs")]);
    b.stream.want([want("fleet")]);
    await soon();
    shared.streams[0]?.options.onFrames([frame("fleet", "c1"), frame("logs", "c1")]);
    shared.streams[0]?.options.onStatus("stale");
    await soon();
    expect(b.frames).toEqual([frame("fleet", "c1")]);
    expect(b.statuses).toEqual(["stale"]);
    expect(a.frames).toHaveLength(2);
  });

  it("goes on in another tab from where everybody is when the first one closes", async () => {
    const shared = browser();
    const [a, b] = [tabOf(shared, "a"), tabOf(shared, "b")];
    const own = [want("fleet")];
    a.stream.want([want("fleet")]);
    b.stream.want(own);
    await soon();
    shared.streams[0]?.options.onFrames([frame("fleet", "c7")]);
    await soon();
    // As the connection does with each frame it delivers.
    for (const each of own) Object.assign(each, { cursor: "c7", fresh: false });
    a.stream.close();
    await soon();
    expect(shared.streams).toHaveLength(2);
    expect(shared.streams[0]?.closed).toBe(true);
    expect(shared.streams[1]?.wants.at(-1)).toEqual([{ topic: "fleet", cursor: "c7" }]);
  });

  it("asks for a whole snapshot when one who joins is elsewhere, and for nothing when not", async () => {
    const shared = browser();
    const [a, b] = [tabOf(shared, "a"), tabOf(shared, "b")];
    a.stream.want([want("fleet", "c1")]);
    await soon();
    b.stream.want([want("fleet", "c1")]);
    await soon();
    expect(shared.streams[0]?.wants).toHaveLength(1);
    b.stream.want([want("fleet", "c2")]);
    await soon();
    expect(shared.streams[0]?.wants.at(-1)).toEqual([{ topic: "fleet", cursor: "" }]);
  });

  it("drops what the last tab that wanted it no longer wants", async () => {
    const shared = browser();
    const [a, b] = [tabOf(shared, "a"), tabOf(shared, "b")];
    a.stream.want([want("fleet")]);
    b.stream.want([want("service/x")]);
    await soon();
    b.stream.close();
    await soon();
    expect(shared.streams[0]?.wants.at(-1)?.map(({ topic }) => topic)).toEqual(["fleet"]);
  });
});
