import type { StartLiveTailCommandInput, StartLiveTailResponseStream } from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, it } from "vitest";
import { ctx, group, setUpLogs } from "../testing/logs";

const ARN = "arn:aws:logs:eu-central-1:111111111111:log-group:/ecs/orders";

/** A session, and how to read its next event. */
function tail(world: ReturnType<typeof setUpLogs>, more: Partial<StartLiveTailCommandInput> = {}, requestId = "r-1") {
  const { responseStream } = world.api.StartLiveTail({ logGroupIdentifiers: [ARN], ...more }, { ...ctx, requestId });
  const events = responseStream[Symbol.asyncIterator]();
  const next = async (): Promise<StartLiveTailResponseStream | undefined> => (await events.next()).value;
  const lines = async () => (await next())?.sessionUpdate?.sessionResults?.map(({ message }) => message);
  return { next, lines, leave: () => events.return?.() };
}

describe("a Live Tail session", () => {
  it("starts by repeating what was asked, then tells each second's lines, also when there are none", async () => {
    const world = setUpLogs();
    const { next, lines } = tail(world, { logEventFilterPattern: "line" });
    expect(await next()).toEqual({
      sessionStart: {
        requestId: "r-1",
        sessionId: "r-1",
        logGroupIdentifiers: [ARN],
        logStreamNames: [],
        logStreamNamePrefixes: [],
        logEventFilterPattern: "line",
      },
    });
    world.write("app/web/1", -90);
    world.say("app/web/1", "other");
    world.seconds(1);
    const at = world.kernel.now() - 1000;
    expect(await next()).toEqual({
      sessionUpdate: {
        sessionMetadata: { sampled: false },
        sessionResults: [
          {
            logGroupIdentifier: "111111111111:/ecs/orders",
            logStreamName: "app/web/1",
            message: "line -90",
            timestamp: at - 90_000,
            ingestionTime: at,
          },
        ],
      },
    });
    world.seconds(1);
    expect(await lines()).toEqual([]);
  });

  it("waits for a second that has not come", async () => {
    const world = setUpLogs();
    const { next, lines } = tail(world);
    await next();
    const waiting = lines();
    world.say("s", "now");
    world.seconds(1);
    expect(await waiting).toEqual(["now"]);
  });

  it("keeps to the streams named, or to prefixes", async () => {
    const world = setUpLogs();
    const named = tail(world, { logStreamNames: ["a/1"] }, "r-1");
    const begun = tail(world, { logStreamNamePrefixes: ["a/"] }, "r-2");
    for (const stream of ["a/1", "a/2", "b/1"]) world.say(stream, stream);
    world.seconds(1);
    await named.next();
    await begun.next();
    expect(await named.lines()).toEqual(["a/1"]);
    expect(await begun.lines()).toEqual(["a/1", "a/2"]);
  });

  it("shows 500 lines of a busier second, in their order, and says so", async () => {
    const world = setUpLogs();
    const { next } = tail(world);
    await next();
    const numbers = Array.from({ length: 2000 }, (_, index) => String(index));
    world.say("s", ...numbers);
    world.seconds(1);
    world.say("s", "one");
    world.seconds(1);
    const busy = (await next())?.sessionUpdate;
    expect(busy?.sessionMetadata).toEqual({ sampled: true });
    const shown = (busy?.sessionResults ?? []).map(({ message }) => Number(message));
    expect(shown).toHaveLength(500);
    expect(shown).toEqual([...new Set(shown)].sort((a, b) => a - b));
    expect(shown.filter((number) => number >= 1000).length).toBeGreaterThan(150);
    expect((await next())?.sessionUpdate?.sessionMetadata).toEqual({ sampled: false });
  });

  it("keeps ten updates for a slow reader and lets the oldest go", async () => {
    const world = setUpLogs();
    const { next, lines } = tail(world);
    await next();
    for (let second = 0; second < 25; second++) {
      world.say("s", `second ${second}`);
      world.seconds(1);
    }
    const got: unknown[] = [];
    for (let index = 0; index < 10; index++) got.push(...((await lines()) ?? []));
    expect(got).toEqual(Array.from({ length: 10 }, (_, index) => `second ${index + 15}`));
  });

  it("ends after three hours with SessionTimeoutException, and at once when its world closes", async () => {
    const world = setUpLogs();
    const long = tail(world);
    await long.next();
    world.seconds(3 * 3600);
    const ends = async () => {
      for (let index = 0; index < 11; index++) await long.next();
    };
    await expect(ends()).rejects.toMatchObject({ code: "SessionTimeoutException" });
    const closed = tail(world, {}, "r-2");
    await closed.next();
    const waiting = closed.next();
    world.liveTail.close();
    await expect(waiting).rejects.toMatchObject({ code: "SessionStreamingException" });
  });

  it("is gone when its reader leaves, also one that waits, and leaves nothing ticking", async () => {
    const world = setUpLogs();
    const { next, leave } = tail(world);
    await next();
    const waiting = next();
    await leave();
    expect(await waiting).toBeUndefined();
    expect(world.liveTail.count()).toBe(0);
    world.seconds(2);
    expect(world.kernel.nextDueIn()).toBeUndefined();
  });
});

describe("StartLiveTail refuses", () => {
  it.each([
    [{ logGroupIdentifiers: [`${ARN}:*`] }, "InvalidParameterException", "regular expression pattern"],
    [{ logGroupIdentifiers: ["/ecs/orders"] }, "InvalidParameterException", "ARNs"],
    [{ logGroupIdentifiers: [] }, "InvalidParameterException", "length greater than or equal to 1"],
    [
      { logGroupIdentifiers: Array.from({ length: 11 }, (_, n) => `${ARN}${n}`) },
      "InvalidParameterException",
      "length less than or equal to 10",
    ],
    [{ logGroupIdentifiers: [`${ARN}2`] }, "ResourceNotFoundException", "does not exist"],
    [
      { logGroupIdentifiers: [ARN.replace("eu-central-1", "us-east-1")] },
      "ResourceNotFoundException",
      "does not exist",
    ],
    [{ logStreamNames: ["a"], logStreamNamePrefixes: ["a"] }, "InvalidParameterException", "mutually exclusive"],
    [{ logGroupIdentifiers: [ARN, `${ARN}2`], logStreamNames: ["a"] }, "InvalidParameterException", "single log group"],
    [{ logEventFilterPattern: "a-b" }, "InvalidParameterException", "Invalid character(s) in term 'a-b'"],
  ])("%o", (input, code, message) => {
    const world = setUpLogs();
    const start = () => tail(world, input);
    expect(start).toThrow(expect.objectContaining({ code }));
    expect(start).toThrow(message);
    expect(world.liveTail.count()).toBe(0);
  });

  it("a sixteenth session in one place", () => {
    const world = setUpLogs();
    for (let index = 0; index < 15; index++) tail(world, {}, `r-${index}`);
    expect(() => tail(world, {}, "r-15")).toThrow(expect.objectContaining({ code: "LimitExceededException" }));
    const elsewhere = { ...ctx, region: "us-east-1", requestId: "r-16" };
    world.api.CreateLogGroup(group, elsewhere);
    const there = [ARN.replace("eu-central-1", "us-east-1")];
    world.api.StartLiveTail({ logGroupIdentifiers: there }, elsewhere);
    expect(world.liveTail.count()).toBe(16);
  });
});
