import { describe, expect, it } from "vitest";
import { ctx, group, START, setUpLogs } from "../testing/logs";

type World = ReturnType<typeof setUpLogs>;
const PATIENT = { timeout: 20_000, interval: 2 };

/** Runs a query to its end; rows as objects. */
async function ask(world: World, queryString: string, more: object = {}) {
  const range = { startTime: START / 1000 - 3600, endTime: START / 1000 + 3600 };
  const { queryId } = world.api.StartQuery({ ...group, ...range, queryString, ...more }, ctx);
  const read = () => world.api.GetQueryResults({ queryId }, ctx);
  await expect.poll(() => read().status, PATIENT).toBe("Complete");
  const { results, statistics } = read();
  const rows = results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
  return { rows, statistics, queryId };
}

/** Ten requests, one every ten seconds, and two plain lines. */
function withRequests() {
  const world = setUpLogs();
  const requests = Array.from({ length: 10 }, (_, index) => ({
    at: START + index * 10_000,
    message: JSON.stringify({
      level: index === 7 ? "error" : "info",
      status: index === 7 ? 503 : 200,
      ms: (index + 1) * 10,
      user: { name: index % 2 ? "ann" : "bob" },
    }),
  }));
  world.logs.write(ctx, group.logGroupName, "app/web/1", requests);
  world.logs.write(ctx, group.logGroupName, "app/web/2", [
    { at: START + 5000, message: "GET /orders/8812 200 12ms" },
    { at: START + 6000, message: "POST /orders 500 340ms" },
  ]);
  return world;
}

const column = (rows: readonly Record<string, unknown>[], name: string) => rows.map((row) => row[name]);

describe("a query", () => {
  it("goes from Scheduled to Complete and counts what it read", async () => {
    const world = withRequests();
    const range = { startTime: START / 1000, endTime: START / 1000 + 600 };
    const { queryId } = world.api.StartQuery({ ...group, ...range, queryString: "filter status >= 500" }, ctx);
    const begun = world.api.GetQueryResults({ queryId }, ctx);
    expect(begun).toMatchObject({ status: "Scheduled", results: [] });
    await expect.poll(() => world.api.GetQueryResults({ queryId }, ctx).status, PATIENT).toBe("Complete");
    const { results, statistics } = world.api.GetQueryResults({ queryId }, ctx);
    expect(results).toHaveLength(1);
    expect(results[0]?.map(({ field }) => field)).toEqual(["@timestamp", "@message", "@ptr"]);
    expect(results[0]?.[0]?.value).toBe("2026-11-23 08:01:10.000");
    expect(statistics).toMatchObject({ recordsMatched: 1, recordsScanned: 12, logGroupsScanned: 1 });
    expect(statistics.bytesScanned).toBeGreaterThan(700);
    const [listed] = world.api.DescribeQueries({ logGroupName: "/ecs/orders", status: "Complete" }, ctx).queries;
    expect(listed).toMatchObject({ queryId, queryString: "filter status >= 500", status: "Complete" });
  });

  it("can be stopped once", () => {
    const world = withRequests();
    const range = { startTime: START / 1000, endTime: START / 1000 + 600 };
    const { queryId } = world.api.StartQuery({ ...group, ...range, queryString: "fields @message" }, ctx);
    expect(world.api.StopQuery({ queryId }, ctx)).toEqual({ success: true });
    expect(world.api.GetQueryResults({ queryId }, ctx).status).toBe("Cancelled");
    expect(() => world.api.StopQuery({ queryId }, ctx)).toThrow("is not running");
    expect(() => world.api.GetQueryResults({ queryId: "none" }, ctx)).toThrow("does not exist");
  });

  it("shows newest lines first, and those asked for of both ends of the range", async () => {
    const world = setUpLogs();
    world.write("s", 0, 1, 2, 3);
    const { rows } = await ask(world, "fields @message, @logStream, @log", {
      startTime: START / 1000 + 1,
      endTime: START / 1000 + 2,
    });
    expect(rows).toMatchObject([
      { "@message": "line 2", "@logStream": "s", "@log": "111111111111:/ecs/orders" },
      { "@message": "line 1" },
    ]);
  });

  it("gives a pointer by which the whole line is found again", async () => {
    const world = withRequests();
    const { rows } = await ask(world, "fields status | filter level = 'error'");
    const { logRecord } = world.api.GetLogRecord({ logRecordPointer: String(rows[0]?.["@ptr"]) }, ctx);
    expect(logRecord).toMatchObject({ "@logStream": "app/web/1", status: "503", "user.name": "ann" });
    expect(() => world.api.GetLogRecord({ logRecordPointer: "bad" }, ctx)).toThrow("invalid");
  });
});

describe("the language", () => {
  it.each<[string, string, unknown[]]>([
    ["fields ms | filter user.name = 'ann' and ms > 50 | sort ms asc", "ms", ["60", "80", "100"]],
    ["fields ms | filter not (user.name = 'ann' or ms > 30) and ispresent(ms) | sort ms desc", "ms", ["30", "10"]],
    ["filter @message like /POST|PUT/ | fields @message", "@message", ["POST /orders 500 340ms"]],
    ["filter @message like 'orders' and @message not like \"GET\"", "@message", ["POST /orders 500 340ms"]],
    ["filter @message =~ /(?i)post/", "@message", ["POST /orders 500 340ms"]],
    ["filter status in [503, 504] | fields ms", "ms", ["80"]],
    ["filter ispresent(ms) and ms % 40 = 0 | fields ms / 40 as quarter | sort ms", "quarter", ["1", "2"]],
    [
      "parse @message '* /* * *ms' as method, path, code, took | filter took > 100 | display method, path, took",
      "took",
      ["340"],
    ],
    [
      "parse @message /(?<method>[A-Z]+) \\/(?<path>\\S+) (?<code>\\d+)/ | filter code = 200 and method = 'GET' | display path",
      "path",
      ["orders/8812"],
    ],
    ["fields concat(toupper(level), '-', strlen(level)) as x | filter level = 'error'", "x", ["ERROR-5"]],
    ["fields ms | filter ispresent(ms) | sort ms desc | limit 2", "ms", ["100", "90"]],
    ["fields user.name as who | filter ispresent(ms) | dedup who | sort who", "who", ["ann", "bob"]],
    ["fields coalesce(missing, 'none') as x | limit 1", "x", ["none"]],
    ["stats count(*) as n", "n", ["12"]],
    ["stats count(*) by user.name | sort user.name", "count(*)", ["2", "5", "5"]],
    [
      "filter ispresent(ms) | stats sum(ms) as s, avg(ms), min(ms), max(ms), pct(ms, 50) by level | sort s desc",
      "avg(ms)",
      ["52.2222", "80"],
    ],
    ["stats count(ms) as n by bin(1m) as minute | sort minute asc", "n", ["6", "4"]],
    [
      "stats count(*) by bin(1m) | sort bin(1m) desc",
      "bin(1m)",
      ["2026-11-23 08:01:00.000", "2026-11-23 08:00:00.000"],
    ],
    ["stats sum(status >= 500) / count(status) * 100 as errors", "errors", ["10"]],
    ["stats count_distinct(user.name) as people, latest(ms) as last, earliest(ms) as first", "last", ["100"]],
    ["stats count(*) as n by level | filter n > 1 | sort n desc | limit 1", "n", ["9"]],
    ["stats max(@timestamp) as last", "last", ["2026-11-23 08:01:30.000"]],
    ["stats pct(ms, 90) as p", "p", ["91"]],
    ["filter level = 'no such' | stats count(*) as n", "n", ["0"]],
    ["# a comment\nfields ms # another\n| filter ms = 10", "ms", ["10"]],
  ])("%s", async (query, name, expected) => {
    const { rows } = await ask(withRequests(), query);
    expect(column(rows, name)).toEqual(expected);
  });

  it.each([
    ["bogus @message", 0, 5, "unexpected symbol found bogus at line 1 and position 1"],
    ["fields @message |\n filter", 25, 26, "unexpected end of query at line 2 and position 8"],
    ["filter @message like /(/", 21, 24, "invalid regular expression"],
    ["fields frobnicate(a)", 7, 20, "unknown function frobnicate"],
    ["stats avg() by a", 6, 11, "wrong number of arguments for avg"],
    ["parse @message '* *' as one", 15, 20, "number of wildcards"],
    ["fields a ; b", 9, 10, "unexpected symbol found ; at line 1 and position 10"],
    ["fields @message | pattern @message", 18, 25, "has not built the command pattern"],
    ["limit 0", 6, 7, "unexpected symbol found 0"],
    [`filter ${"(".repeat(500)}a`, undefined, undefined, "nested too deeply"],
  ])("says where %s goes wrong", (queryString, startCharOffset, endCharOffset, message) => {
    const { api } = setUpLogs();
    const range = { startTime: START / 1000, endTime: START / 1000 + 600 };
    const start = () => api.StartQuery({ ...group, ...range, queryString }, ctx);
    expect(start).toThrow(message);
    expect(start).toThrow(
      expect.objectContaining({
        code: "MalformedQueryException",
        fields: {
          queryCompileError: {
            location: startCharOffset === undefined ? expect.anything() : { startCharOffset, endCharOffset },
            message: expect.stringContaining(message),
          },
        },
      }),
    );
  });
});

describe("StartQuery refuses", () => {
  const range = { startTime: START / 1000, endTime: START / 1000 + 600, queryString: "fields @message" };
  it.each([
    [{ ...range }, "Exactly one of"],
    [{ ...range, ...group, logGroupNames: ["/ecs/orders"] }, "Exactly one of"],
    [{ ...range, logGroupName: "/none" }, "The specified log group does not exist."],
    [{ ...range, ...group, endTime: START / 1000 - 5 }, "end time must not be before"],
    [{ ...range, ...group, limit: 10_001 }, "less than or equal to 10000"],
    [
      { ...range, ...group, startTime: 1, endTime: 2 },
      "end date and time is either before the log groups creation time",
    ],
    [{ ...range, ...group, queryLanguage: "SQL" as const }, "has not built the query language SQL"],
  ])("%o", (input, message) => {
    expect(() => setUpLogs().api.StartQuery(input, ctx)).toThrow(message);
  });
});

it("keeps saved queries by name, and a field's share of the lines", async () => {
  const world = withRequests();
  const { queryDefinitionId } = world.api.PutQueryDefinition({ name: "errors", queryString: "filter a" }, ctx);
  world.api.PutQueryDefinition(
    { name: "all", queryString: "fields @message", ...{ logGroupNames: ["/ecs/orders"] } },
    ctx,
  );
  world.api.PutQueryDefinition({ queryDefinitionId, name: "errors", queryString: "filter b" }, ctx);
  const saved = () =>
    world.api.DescribeQueryDefinitions({}, ctx).queryDefinitions.map(({ queryString }) => queryString);
  expect(saved()).toEqual(["fields @message", "filter b"]);
  world.api.DeleteQueryDefinition({ queryDefinitionId }, ctx);
  expect(saved()).toEqual(["fields @message"]);
  expect(() => world.api.DeleteQueryDefinition({ queryDefinitionId }, ctx)).toThrow("does not exist");

  world.seconds(120);
  const { logGroupFields } = world.api.GetLogGroupFields(group, ctx);
  expect(logGroupFields).toContainEqual({ name: "@message", percent: 100 });
  expect(logGroupFields).toContainEqual({ name: "user.name", percent: 83 });
});

it("reads many lines in turns, others' calls between them", { timeout: 30_000 }, async () => {
  const world = setUpLogs();
  const text = JSON.stringify({ level: "info", ms: 5, path: "/orders" });
  for (let stream = 0; stream < 50; stream++) {
    const lines = Array.from({ length: 1000 }, (_, index) => ({ at: START + index * 100, message: text }));
    world.logs.write(ctx, group.logGroupName, `task/${stream}`, lines);
  }
  const range = { startTime: START / 1000, endTime: START / 1000 + 3600 };
  const { queryId } = world.api.StartQuery(
    {
      ...group,
      ...range,
      queryString: "filter path like /(o+)+r.*x?s$/ | stats avg(ms), count(*) as n by bin(1m) as t",
    },
    ctx,
  );
  let turns = 0;
  const read = () => world.api.GetQueryResults({ queryId }, ctx);
  while (read().status === "Scheduled" || read().status === "Running") {
    turns++;
    // A line that comes in meanwhile, behind what was read already, disturbs nothing.
    if (read().status === "Running")
      world.logs.write(ctx, group.logGroupName, "task/7", [{ at: START + 999_999, message: "late" }]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(turns).toBeGreaterThan(1);
  expect(read().statistics).toMatchObject({ recordsScanned: 50_000, recordsMatched: 50_000 });
  expect(read().results).toHaveLength(2);
});
