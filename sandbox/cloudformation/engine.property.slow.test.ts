import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AwsError } from "../wire/handler";
import { testBench } from "./testing";
import { parts, templateOf } from "./testing-templates";

type Bench = ReturnType<typeof testBench>;

const contents = (bench: Bench) => ({
  parameters: [...bench.parameters].sort(([a], [b]) => (a < b ? -1 : 1)),
  groups: [...bench.groups].sort(([a], [b]) => (a < b ? -1 : 1)),
});
const nothing = { parameters: [], groups: [] };

/** Runs to rest, with the world written to disk and read again now and then. */
function run(bench: Bench, restarts: boolean): void {
  if (restarts) {
    for (let i = 0; i < 8; i++) {
      bench.run(1.7);
      bench.restart();
    }
  }
  bench.run(3600);
}

/** Makes the n-th creating or changing call fail. Answers how to stop, and whether it came to that. */
function failNth(bench: Bench, n: number) {
  let left = n;
  let failed = false;
  bench.intercept = (name) => {
    if (!/PutParameter|CreateLogGroup|PutRetentionPolicy/.test(name) || left-- > 0) return;
    failed = true;
    bench.intercept = undefined;
    throw new AwsError("ValidationException", "injected");
  };
  return {
    stop: () => {
      bench.intercept = undefined;
      return failed;
    },
  };
}

describe("any template", () => {
  it("is created, updated and deleted, and leaves nothing", () => {
    fc.assert(
      fc.property(parts, parts, fc.boolean(), fc.nat(), (first, second, restarts, seed) => {
        const bench = testBench({ seed });
        const { StackId = "" } = bench.api.CreateStack({ StackName: "s", TemplateBody: templateOf(first) }, bench.ctx);
        run(bench, restarts);
        expect(bench.status("s")).toBe("CREATE_COMPLETE");
        expect(bench.parameters.size + bench.groups.size).toBe(first.length);
        try {
          bench.api.UpdateStack({ StackName: "s", TemplateBody: templateOf(second) }, bench.ctx);
          run(bench, restarts);
          expect(bench.status("s")).toBe("UPDATE_COMPLETE");
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          expect(error.message).toBe("No updates are to be performed.");
        }
        expect(bench.parameters.size + bench.groups.size).toBe(second.length);
        bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
        run(bench, restarts);
        expect(bench.status(StackId)).toBe("DELETE_COMPLETE");
        expect(contents(bench)).toEqual(nothing);
        orderly(bench, StackId);
      }),
      { numRuns: 60 },
    );
  });

  it("leaves nothing when its creation fails at any call", () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 8 }), fc.boolean(), (all, n, restarts) => {
        const bench = testBench();
        const failure = failNth(bench, n);
        bench.api.CreateStack({ StackName: "s", TemplateBody: templateOf(all) }, bench.ctx);
        run(bench, restarts);
        const failed = failure.stop();
        expect(bench.status("s")).toBe(failed ? "ROLLBACK_COMPLETE" : "CREATE_COMPLETE");
        if (failed) expect(contents(bench)).toEqual(nothing);
        orderly(bench, "s");
      }),
      { numRuns: 60 },
    );
  });

  it("is as it was when its update fails at any call", () => {
    fc.assert(
      fc.property(parts, parts, fc.nat({ max: 8 }), fc.boolean(), (first, second, n, restarts) => {
        const bench = testBench();
        bench.api.CreateStack({ StackName: "s", TemplateBody: templateOf(first) }, bench.ctx);
        run(bench, false);
        const before = contents(bench);
        const failure = failNth(bench, n);
        try {
          bench.api.UpdateStack({ StackName: "s", TemplateBody: templateOf(second) }, bench.ctx);
        } catch {
          return;
        }
        run(bench, restarts);
        const failed = failure.stop();
        expect(bench.status("s")).toBe(failed ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_COMPLETE");
        if (failed) {
          expect(contents(bench)).toEqual(before);
          expect(() => bench.api.UpdateStack({ StackName: "s", TemplateBody: templateOf(first) }, bench.ctx)).toThrow(
            "No updates are to be performed.",
          );
        }
        orderly(bench, "s");
      }),
      { numRuns: 60 },
    );
  });

  it("is put right again after an update that stayed where it failed", () => {
    const ways = fc.constantFrom("roll back", "update", "delete");
    fc.assert(
      fc.property(parts, parts, fc.nat({ max: 4 }), ways, (first, second, n, way) => {
        const bench = testBench();
        const { StackId = "" } = bench.api.CreateStack({ StackName: "s", TemplateBody: templateOf(first) }, bench.ctx);
        run(bench, false);
        const before = contents(bench);
        const failure = failNth(bench, n);
        const input = { StackName: "s", TemplateBody: templateOf(second) };
        try {
          bench.api.UpdateStack({ ...input, DisableRollback: true }, bench.ctx);
        } catch {
          return;
        }
        run(bench, false);
        if (!failure.stop()) return;
        expect(bench.status("s")).toBe("UPDATE_FAILED");
        if (way === "roll back") {
          bench.api.RollbackStack({ StackName: "s" }, bench.ctx);
          run(bench, true);
          expect(bench.status("s")).toBe("UPDATE_ROLLBACK_COMPLETE");
          expect(contents(bench)).toEqual(before);
        } else {
          if (way === "update") {
            bench.api.UpdateStack(input, bench.ctx);
            run(bench, true);
            expect(bench.status("s")).toBe("UPDATE_COMPLETE");
            expect(bench.parameters.size + bench.groups.size).toBe(second.length);
          }
          bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
          run(bench, true);
          expect(bench.status(StackId)).toBe("DELETE_COMPLETE");
          expect(contents(bench)).toEqual(nothing);
        }
        orderly(bench, StackId);
      }),
      { numRuns: 60 },
    );
  });

  it("does what its change set foresees, and touches nothing else", () => {
    fc.assert(
      fc.property(parts, parts, (first, second) => {
        const bench = testBench();
        bench.api.CreateStack({ StackName: "s", TemplateBody: templateOf(first) }, bench.ctx);
        run(bench, false);
        const start = bench.events("s").length;
        const set = { StackName: "s", ChangeSetName: "c" };
        bench.api.CreateChangeSet({ ...set, TemplateBody: templateOf(second) }, bench.ctx);
        bench.run(5);
        const plan = bench.api.DescribeChangeSet(set, bench.ctx);
        if (plan.Status === "FAILED") return;
        bench.api.ExecuteChangeSet(set, bench.ctx);
        run(bench, false);
        const touched = new Set(
          bench
            .events("s")
            .slice(start)
            .filter((event) => event.ResourceType !== "AWS::CloudFormation::Stack")
            .map((event) => event.LogicalResourceId),
        );
        // A foreseen Modify may turn out to change nothing; every other change happens, and only foreseen ones do.
        const foreseen = new Map(
          plan.Changes?.map((one) => [one.ResourceChange?.LogicalResourceId, one.ResourceChange]),
        );
        expect([...touched].filter((id) => !foreseen.has(id))).toEqual([]);
        const missing = [...foreseen].filter(([id, change]) => !touched.has(id) && change?.Replacement !== "False");
        expect(missing).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

/** What holds for every stack's events: times rise, every resource that begins comes to an end. */
function orderly(bench: Bench, stack: string): void {
  const events = bench.events(stack);
  const times = events.map((event) => event.Timestamp?.getTime() ?? 0);
  expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
  const last = new Map(events.map((event) => [event.LogicalResourceId, event.ResourceStatus ?? ""]));
  expect([...last].filter(([, status]) => status.endsWith("IN_PROGRESS"))).toEqual([]);
}
