import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { FleetParts, Part, Snapshot } from "@/lib/live/types";
import type { FleetRow } from "@/lib/services/types";
import { FleetView } from "./fleet-view";
import { filterRows, orderRows } from "./order";

const NOW = Date.UTC(2026, 10, 23, 14, 0);

const row = (change: Partial<FleetRow>): FleetRow => ({
  account: "sandbox",
  region: "us-east-1",
  stack: `${change.service ?? "orders"}-${change.stage ?? "prod"}`,
  service: "orders",
  stage: "prod",
  health: { tone: "ok", words: "Healthy" },
  version: "1.5.0",
  runningTasks: 3,
  desiredTasks: 3,
  instances: { inService: 3, max: 6 },
  cpu: [40, null, 58],
  cpuNow: 58,
  alarms: { inAlarm: 0, total: 2, words: "OK" },
  lastChangeAt: NOW - 12 * 60_000,
  ...change,
});

const draw = (services: Part<readonly FleetRow[]>, query = "") => {
  const snapshot: Snapshot<FleetParts> = { topic: "fleet", cursor: "c", now: NOW, parts: { services } };
  return renderToStaticMarkup(<FleetView snapshot={snapshot} query={query} />);
};

describe("the fleet page's first HTML", () => {
  const rows = [
    row({ service: "catalog" }),
    row({ service: "payments", health: { tone: "bad", words: "Deploying 1.6.0: tasks exit with 1" } }),
    row({ service: "search", health: { tone: "warn", words: "At its cap, alarm still high" } }),
  ];

  it("names services, states and numbers without any script", () => {
    const html = draw({ data: rows, at: NOW, error: null });
    for (const words of ["catalog", "Deploying 1.6.0: tasks exit with 1", "3 of 6", "58%", "12 min ago", "1 failing"]) {
      expect(html).toContain(words);
    }
    expect(html.indexOf("payments")).toBeLessThan(html.indexOf("catalog"));
    expect(html).toContain('href="/stacks/sandbox/us-east-1/catalog-prod/overview"');
  });

  it("filters by the address's query, and says so when nothing is left", () => {
    expect(draw({ data: rows, at: NOW, error: null }, "cap")).not.toContain("catalog");
    expect(draw({ data: rows, at: NOW, error: null }, "mars")).toContain("No service matches “mars”");
  });

  it("says what to do when there is nothing yet", () => {
    expect(draw({ data: [], at: NOW, error: null })).toContain("No service runs here yet");
  });

  it("keeps old rows and says how old they are while AWS does not answer", () => {
    const html = draw({
      data: rows,
      at: NOW - 240_000,
      error: { code: "aws_unreachable", message: "cloudformation did not answer in 3 s.", details: {} },
    });
    expect(html).toContain("AWS did not answer");
    expect(html).toContain("4 min ago");
    expect(html).toContain("catalog");
  });

  it("names API and next step when the list is not allowed and nothing was ever read", () => {
    const html = draw({
      data: null,
      at: 0,
      error: { code: "aws_denied", message: "no", details: { api: "cloudformation:DescribeStacks" } },
    });
    expect(html).toContain("Not allowed: cloudformation:DescribeStacks");
    expect(html).not.toContain("No service runs here yet");
  });
});

it("orders by health, then by name", () => {
  const mixed = [
    row({ service: "b" }),
    row({ service: "z", health: { tone: "bad", words: "x" } }),
    row({ service: "a" }),
    row({ service: "m", health: { tone: "busy", words: "Deploying" } }),
  ];
  expect(orderRows(mixed).map((each) => each.service)).toEqual(["z", "m", "a", "b"]);
});

it("wants every word of the filter", () => {
  const both = [row({ stage: "prod" }), row({ stage: "dev" })];
  expect(filterRows(both, "orders dev").map((each) => each.stage)).toEqual(["dev"]);
  expect(filterRows(both, "  ")).toHaveLength(2);
});
