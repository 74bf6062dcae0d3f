import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Frame, Snapshot } from "@/lib/live/types";
import type { LogLine } from "@/lib/logs/types";
import { applyFrames } from "./apply-frames";
import { joinCursors } from "./join-cursors";
import { LogBuffer } from "./log-buffer";
import { readEvents } from "./read-events";
import { openStream } from "./stream";

const part = (data: unknown, at = 1) => ({ data, at, error: null });

describe("applyFrames", () => {
  const snapshot: Snapshot<object> = { topic: "t", cursor: "c0", now: 1, parts: { a: part(1), b: part(1) } };

  it("replaces changed parts, renews ages, leaves other topics' frames", () => {
    const frames: Frame[] = [
      { type: "parts", topic: "t", cursor: "c1", now: 2, parts: { a: part(2, 2) } },
      { type: "parts", topic: "other", cursor: "x", now: 9, parts: { a: part(9) } },
      { type: "tick", topic: "t", now: 3, at: { b: 3 } },
    ];
    expect(applyFrames(snapshot, frames)).toEqual({
      topic: "t",
      cursor: "c1",
      now: 3,
      parts: { a: part(2, 2), b: part(1, 3) },
    });
  });

  it("begins anew with a reset", () => {
    const frames: Frame[] = [{ type: "reset", topic: "t", cursor: "c5", now: 5, parts: { a: part(5) } }];
    expect(applyFrames(snapshot, frames)).toMatchObject({ cursor: "c5", parts: { a: part(5) } });
  });
});

describe("LogBuffer", () => {
  const line = (id: string, at: number): LogLine => ({ id, at, ingestedAt: at, stream: "s", message: id });
  const texts = (buffer: LogBuffer) => {
    const view = buffer.view();
    return Array.from({ length: view.length }, (_, index) => view.get(index)?.id);
  };

  it("puts late lines where they belong and takes none twice", () => {
    const buffer = new LogBuffer([line("a", 1), line("c", 3)]);
    expect(buffer.add([line("b", 2), line("a", 1), line("d", 4)])).toBe(2);
    expect(texts(buffer)).toEqual(["a", "b", "c", "d"]);
  });

  it("keeps the newest, and counts what it let go", () => {
    const buffer = new LogBuffer([], 10);
    for (let n = 0; n < 100; n += 1) buffer.add([line(`${n}`, n)]);
    const view = buffer.view();
    expect(view.length).toBeLessThanOrEqual(20);
    expect(view.removed + view.length).toBe(100);
    expect(texts(buffer).at(-1)).toBe("99");
  });
});

describe("joinCursors", () => {
  const encoded = (body: object) => `1.${Buffer.from(JSON.stringify(body)).toString("base64url")}`;
  const lines = (ingested: number) => encoded({ kind: "lines", ingested, positions: { "größe?>": 1 } });
  const state = (hash: string) => encoded({ kind: "state", seen: { a: hash } });

  it("takes the older place of two in a log, and none of two states", () => {
    expect(joinCursors(lines(5), lines(9))).toBe(lines(5));
    expect(joinCursors(lines(9), lines(5))).toBe(lines(5));
    expect(joinCursors(state("x"), state("x"))).toBe(state("x"));
    expect(joinCursors(state("x"), state("y"))).toBe("");
  });
});

describe("readEvents", () => {
  it("reads events cut anywhere, comments aside", async () => {
    const text = ': open\n\nid: c1\ndata: [{"type":"tick","now":1}]\n\ndata: [{"type":"tick","now":2}]\n\n';
    const bytes = new TextEncoder().encode(text);
    for (let cut = 1; cut < bytes.length; cut += 7) {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(bytes.slice(0, cut));
          controller.enqueue(bytes.slice(cut));
          controller.close();
        },
      });
      const seen: Frame[] = [];
      await readEvents(body, (frames) => seen.push(...frames));
      expect(seen).toEqual([
        { type: "tick", now: 1 },
        { type: "tick", now: 2 },
      ]);
    }
  });
});

describe("openStream", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("comes back by itself after 503s and cuts, from the newest cursor", async () => {
    const asked: string[] = [];
    // Cut only once the frame has come: a cut may take along what is still under way.
    let cut = () => {};
    const server = createServer((request, response) => {
      asked.push(new URL(request.url ?? "", "http://x").searchParams.get("cursor") ?? "");
      if (asked.length < 3) return response.writeHead(503).end();
      response.writeHead(200, { "content-type": "text/event-stream" });
      const frame: Frame = { type: "parts", topic: "t", cursor: `c${asked.length}`, now: 1, parts: {} };
      response.write(`data: ${JSON.stringify([frame])}\n\n`);
      cut = () => response.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const real = fetch;
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => real(`http://127.0.0.1:${port}${path}`, init));
    const want = { topic: "t", cursor: "c0" };
    const statuses: string[] = [];
    const stream = openStream({
      onFrames: (frames) => {
        for (const frame of frames) if ("cursor" in frame) want.cursor = frame.cursor;
        cut();
      },
      onStatus: (status) => statuses.push(status),
      onSignedOut: () => {},
    });
    stream.want([want]);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(5), { timeout: 8_000 });
    stream.close();
    server.closeAllConnections();
    server.close();
    expect(asked.slice(0, 5)).toEqual(["c0", "c0", "c0", "c3", "c4"]);
    expect(statuses).toEqual(expect.arrayContaining(["stale", "live"]));
  });

  it("stops for good when the session is gone", async () => {
    let asked = 0;
    vi.stubGlobal("fetch", async () => {
      asked += 1;
      return new Response(null, { status: 401 });
    });
    const signedOut = new Promise<void>((resolve) => {
      const stream = openStream({ onFrames: () => {}, onStatus: () => {}, onSignedOut: resolve });
      stream.want([{ topic: "t", cursor: "" }]);
    });
    await signedOut;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(asked).toBe(1);
  });
});
