import { describe, expect, it } from "vitest";
import { ctx, group, START, setUpLogs, texts } from "../testing/logs";

const setUp = (cap?: number) => setUpLogs(cap === undefined ? {} : { cap });

describe("log groups and streams", () => {
  it("answers with AWS's texts", () => {
    const { api } = setUp();
    expect(() => api.CreateLogGroup(group, ctx)).toThrow(/^The specified log group already exists$/);
    expect(() => api.GetLogEvents({ logGroupName: "no", logStreamName: "x" }, ctx)).toThrow(
      /^The specified log group does not exist\.$/,
    );
    expect(() => api.GetLogEvents({ ...group, logStreamName: "x" }, ctx)).toThrow(
      /^The specified log stream does not exist\.$/,
    );
    expect(() => api.FilterLogEvents({ ...group, limit: 10_001 }, ctx)).toThrow(
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
    );
    expect(() => api.FilterLogEvents({ ...group, nextToken: "nonsense" }, ctx)).toThrow(
      "The specified nextToken is invalid.",
    );
    expect(() => api.DescribeLogStreams({ ...group, logGroupIdentifier: "/ecs/orders" }, ctx)).toThrow(
      "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
    );
  });

  it("tells a group as AWS does, retention only when set", () => {
    const { api } = setUp();
    const [plain] = api.DescribeLogGroups({ logGroupNamePrefix: "/ecs" }, ctx).logGroups;
    expect(plain).toMatchObject({
      arn: "arn:aws:logs:eu-central-1:111111111111:log-group:/ecs/orders:*",
      logGroupArn: "arn:aws:logs:eu-central-1:111111111111:log-group:/ecs/orders",
      logGroupClass: "STANDARD",
    });
    expect(plain).not.toHaveProperty("retentionInDays");
    api.PutRetentionPolicy({ ...group, retentionInDays: 7 }, ctx);
    expect(api.DescribeLogGroups({}, ctx).logGroups[0]).toMatchObject({ retentionInDays: 7 });
    expect(() => api.PutRetentionPolicy({ ...group, retentionInDays: 8 }, ctx)).toThrow("enum value set");
  });

  it("leaves the times of an empty stream out, and the driver's lines to a missing group fall away", () => {
    const { api, logs, write } = setUp();
    api.CreateLogStream({ ...group, logStreamName: "empty" }, ctx);
    write("app/web/1", 5, 9);
    logs.write(ctx, "/no/such/group", "s", [{ at: START, message: "lost" }]);
    const { logStreams } = api.DescribeLogStreams(group, ctx);
    expect(logStreams[1]).not.toHaveProperty("lastEventTimestamp");
    expect(logStreams[0]).toMatchObject({ firstEventTimestamp: START + 5000, lastEventTimestamp: START + 9000 });
    expect(api.DescribeLogGroups({}, ctx).logGroups).toHaveLength(1);
  });

  it("starts empty when a group is made anew under its old name", () => {
    const { api, write } = setUp();
    write("s", 1);
    api.DeleteLogGroup(group, ctx);
    api.CreateLogGroup(group, ctx);
    expect(api.FilterLogEvents(group, ctx).events).toEqual([]);
  });
});

describe("GetLogEvents", () => {
  it("reads the tail first; the end is reached when the token comes back", () => {
    const { api, write } = setUp();
    write("s", 1, 2, 3, 4, 5);
    const stream = { ...group, logStreamName: "s" };
    const tail = api.GetLogEvents({ ...stream, limit: 2 }, ctx);
    expect(texts(tail.events)).toEqual(["line 4", "line 5"]);
    const older = api.GetLogEvents({ ...stream, limit: 2, nextToken: tail.nextBackwardToken }, ctx);
    expect(texts(older.events)).toEqual(["line 2", "line 3"]);
    const end = api.GetLogEvents({ ...stream, nextToken: tail.nextForwardToken, startFromHead: true }, ctx);
    expect(end.events).toEqual([]);
    expect(end.nextForwardToken).toBe(tail.nextForwardToken);
    write("s", 6);
    const more = api.GetLogEvents({ ...stream, nextToken: end.nextForwardToken, startFromHead: true }, ctx);
    expect(texts(more.events)).toEqual(["line 6"]);
  });

  it("takes startTime in and endTime out", () => {
    const { api, write } = setUp();
    write("s", 1, 2, 3);
    const range = { startTime: START + 1000, endTime: START + 3000, startFromHead: true };
    expect(texts(api.GetLogEvents({ ...group, logStreamName: "s", ...range }, ctx).events)).toEqual([
      "line 1",
      "line 2",
    ]);
  });
});

describe("FilterLogEvents", () => {
  it("merges streams by time, both ends inclusive, newest first when asked", () => {
    const { api, write } = setUp();
    write("a", 1, 3, 5);
    write("b", 2, 4, 6);
    const range = { startTime: START + 2000, endTime: START + 5000 };
    expect(texts(api.FilterLogEvents({ ...group, ...range }, ctx).events)).toEqual([
      "line 2",
      "line 3",
      "line 4",
      "line 5",
    ]);
    expect(texts(api.FilterLogEvents({ ...group, startFromHead: false, limit: 2 }, ctx).events)).toEqual([
      "line 6",
      "line 5",
    ]);
    expect(texts(api.FilterLogEvents({ ...group, logStreamNamePrefix: "b" }, ctx).events)).toHaveLength(3);
  });

  it.each([true, false])(
    "pages through lines of one time without loss or repetition (from the head: %s)",
    (startFromHead) => {
      const { api, logs } = setUp();
      const same = Array.from({ length: 7 }, (_, index) => ({ at: START + 1000, message: `m${index}` }));
      for (const stream of ["a", "b", "c"]) logs.write(ctx, "/ecs/orders", stream, same);
      const ids: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = api.FilterLogEvents({ ...group, startFromHead, limit: 4, nextToken }, ctx);
        ids.push(...page.events.map((event) => event.eventId));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      expect(ids).toHaveLength(21);
      expect(new Set(ids).size).toBe(21);
      expect(ids.every((id) => /^\d{56}$/.test(id))).toBe(true);
    },
  );

  it("may answer an empty page with a token while it looks on", () => {
    const { api, logs } = setUp();
    const many = Array.from({ length: 25_000 }, (_, index) => ({ at: START + index, message: "GET /" }));
    logs.write(ctx, "/ecs/orders", "s", [...many, { at: START + 25_000, message: "ERROR rare" }]);
    const first = api.FilterLogEvents({ ...group, filterPattern: "ERROR" }, ctx);
    expect(first.events).toEqual([]);
    const second = api.FilterLogEvents({ ...group, filterPattern: "ERROR", nextToken: first.nextToken }, ctx);
    expect(texts(second.events)).toEqual(["ERROR rare"]);
    expect(second).not.toHaveProperty("nextToken");
  });

  it("keeps an event's id when a late line is put before it and when old ones are dropped", () => {
    const { api, write } = setUp(50);
    write("s", ...Array.from({ length: 40 }, (_, index) => index + 10));
    const idOf = (message: string) =>
      api.FilterLogEvents({ ...group, filterPattern: `"${message}"` }, ctx).events[0]?.eventId;
    const before = idOf("line 49");
    write("s", 1);
    write("s", ...Array.from({ length: 20 }, (_, index) => index + 60));
    expect(idOf("line 49")).toBe(before);
    expect(idOf("line 10")).toBeUndefined();
    expect(api.FilterLogEvents(group, ctx).events.length).toBeLessThanOrEqual(50);
  });

  it("lets the oldest lines of all go, unless one group floods the others", () => {
    const { api, logs } = setUp(100);
    const names = ["/a", "/b", "/c"];
    for (const logGroupName of names) api.CreateLogGroup({ logGroupName }, ctx);
    const fill = (name: string, from: number, count: number) =>
      logs.write(
        ctx,
        name,
        "s",
        Array.from({ length: count }, (_, n) => ({ at: START + from + n, message: "m" })),
      );
    const kept = () => names.map((name) => logs.streams(ctx, name).s?.at.length ?? 0);
    fill("/a", 0, 40);
    fill("/b", 1000, 40);
    fill("/c", 2000, 30);
    expect(kept()).toEqual([25, 40, 30]);
    fill("/c", 3000, 60);
    expect(kept()).toEqual([25, 40, 30]);
  });

  it("hides what is past the retention", () => {
    const { api, clock, kernel, logs, write } = setUp();
    write("s", 1);
    api.PutRetentionPolicy({ ...group, retentionInDays: 1 }, ctx);
    expect(api.FilterLogEvents(group, ctx).events).toHaveLength(1);
    clock.wall += 2 * 86_400_000;
    kernel.sync();
    expect(api.FilterLogEvents(group, ctx).events).toEqual([]);
    expect(api.DescribeLogGroups({}, ctx).logGroups[0]?.storedBytes).toBeGreaterThan(0);
    write("s", 2 * 86_400);
    expect(logs.stream(ctx, "/ecs/orders", "s").at).toHaveLength(1);
    expect(api.DescribeLogGroups({}, ctx).logGroups[0]?.storedBytes).toBe("line 172800".length + 26);
  });
});

describe("PutLogEvents", () => {
  it("refuses what is out of order and reports what is too old or too new", () => {
    const { api } = setUp();
    api.CreateLogStream({ ...group, logStreamName: "s" }, ctx);
    const put = (...at: number[]) =>
      api.PutLogEvents(
        { ...group, logStreamName: "s", logEvents: at.map((timestamp) => ({ timestamp, message: "m" })) },
        ctx,
      );
    expect(() => put(START, START - 1)).toThrow(
      "Log events in a single PutLogEvents request must be in chronological order.",
    );
    expect(put(START, START + 3 * 3_600_000).rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect(put(START - 15 * 86_400_000).rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    expect(api.GetLogEvents({ ...group, logStreamName: "s" }, ctx).events).toHaveLength(1);
  });

  it("refuses batches as AWS does", () => {
    const { api } = setUp();
    api.CreateLogStream({ ...group, logStreamName: "s" }, ctx);
    const put = (...messages: string[]) =>
      api.PutLogEvents(
        { ...group, logStreamName: "s", logEvents: messages.map((message, n) => ({ timestamp: START + n, message })) },
        ctx,
      );
    expect(() => put()).toThrow("at 'logEvents' failed to satisfy constraint: Member must have length greater");
    expect(() => put("a", "")).toThrow("at 'logEvents.2.member.message' failed to satisfy constraint");
    expect(() => put(...Array.from({ length: 10_001 }, () => "a"))).toThrow("less than or equal to 10000");
    expect(() => put("x".repeat(1_048_576))).toThrow("Log event too large: 1048602 bytes exceeds limit of 1048576");
    expect(() => put("x".repeat(600_000), "é".repeat(300_000))).toThrow(
      "Upload too large: 1200052 bytes exceeds limit of 1048576",
    );
    const days = [START - 86_400_001, START].map((timestamp) => ({ timestamp, message: "m" }));
    expect(() => api.PutLogEvents({ ...group, logStreamName: "s", logEvents: days }, ctx)).toThrow(
      "cannot span more than 24 hours",
    );
  });

  it("tells lines past the retention from those too old for anyone", () => {
    const { api, logs } = setUp();
    api.CreateLogStream({ ...group, logStreamName: "s" }, ctx);
    api.PutRetentionPolicy({ ...group, retentionInDays: 1 }, ctx);
    const timestamp = START - 2 * 86_400_000;
    const answer = api.PutLogEvents({ ...group, logStreamName: "s", logEvents: [{ timestamp, message: "m" }] }, ctx);
    expect(answer.rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 });
    expect(logs.stream(ctx, "/ecs/orders", "s").at).toEqual([]);
  });

  it("keeps every line over a restart", () => {
    const { api, kernel, write } = setUp();
    write("s", 1, 2, 3);
    const reopened = setUpLogs({ snapshot: JSON.parse(JSON.stringify(kernel.snapshot())) }).api;
    expect(reopened.FilterLogEvents(group, ctx)).toEqual(api.FilterLogEvents(group, ctx));
  });
});

it("takes five thousand lines a second for a minute and answers a poll with the newest second's", () => {
  const { api, logs } = setUp();
  const text = "GET /orders/8812 200 12ms".padEnd(120, ".");
  for (let second = 0; second < 60; second++) {
    const lines = Array.from({ length: 500 }, (_, index) => ({ at: START + second * 1000 + index * 2, message: text }));
    for (let stream = 0; stream < 10; stream++) logs.write(ctx, "/ecs/orders", `task-${stream}`, lines);
  }
  const recent = { ...group, startTime: START + 59_000 };
  const found = api.FilterLogEvents(recent, ctx);
  expect(found.events).toHaveLength(5000);
  expect(
    Object.values(logs.streams(ctx, "/ecs/orders")).reduce((sum, one) => sum + one.at.length, 0),
  ).toBeLessThanOrEqual(300_000);
});
