import type { StackEvent } from "@aws-sdk/client-cloudformation";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { AwsError } from "../wire/handler";
import type { Provider } from "./providers/provider";
import { findProvider } from "./providers/registry";
import { refusal, testBench } from "./testing";
import { needsOf, parts, templateOf } from "./testing-templates";

type Bench = ReturnType<typeof testBench>;
type Doing = "create" | "update" | "delete";
const OWN = "AWS::CloudFormation::Stack";

const undo: (() => void)[] = [];
const heal = () => {
  for (const put of undo.splice(0)) put();
};
afterEach(heal);

/**
 * Lets resource handlers fail as a service would: `fails` is asked before each of their calls. Answers which failed, as
 * `create P0`.
 */
function faulty(fails: (doing: Doing, count: number) => boolean): string[] {
  heal();
  const failed: string[] = [];
  const counts = { create: 0, update: 0, delete: 0 };
  for (const type of ["AWS::SSM::Parameter", "AWS::Logs::LogGroup"]) {
    const provider: Provider | undefined = findProvider(type);
    if (!provider) throw new Error(`no ${type}`);
    const was = { ...provider };
    undo.push(() => Object.assign(provider, was));
    const struck = (doing: Doing, id: string) => {
      if (!fails(doing, counts[doing]++)) return;
      failed.push(`${doing} ${id}`);
      throw new AwsError("ValidationException", "injected");
    };
    provider.create = (call) => {
      struck("create", call.logicalId);
      return was.create(call);
    };
    provider.update = (call) => {
      struck("update", call.logicalId);
      was.update?.(call);
    };
    provider.delete = (call) => {
      struck("delete", call.logicalId);
      was.delete?.(call);
    };
  }
  return failed;
}

/** Runs to rest; with the world written to disk and read again after each of the pauses, in tenths of a second. */
function run(bench: Bench, pauses: readonly number[]): void {
  for (const pause of pauses) {
    bench.run(pause / 10);
    bench.restart();
  }
  bench.run(3600);
}

const contents = (bench: Bench) => JSON.stringify([[...bench.parameters].sort(), [...bench.groups].sort()]);
const names = (bench: Bench) => [...bench.parameters.keys(), ...bench.groups.keys()];
const size = (bench: Bench) => bench.parameters.size + bench.groups.size;
const input = (all: Parameters<typeof templateOf>[0]) => ({ StackName: "s", TemplateBody: templateOf(all) });

/** Begins an update; false when the templates are the same. */
function updates(bench: Bench, all: Parameters<typeof templateOf>[0]): boolean {
  try {
    bench.api.UpdateStack(input(all), bench.ctx);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.message === "No updates are to be performed.") return false;
    throw error;
  }
}

/**
 * What holds of any operation's events: a resource's end follows its beginning, the stack's own events are first and
 * last, what nothing needs any more goes only in the clean-up.
 */
function inOrder(events: readonly StackEvent[]): void {
  const begun = new Set<string>();
  let cleaning = false;
  const updating = events[0]?.ResourceStatus === "UPDATE_IN_PROGRESS";
  expect([events[0]?.ResourceType, events.at(-1)?.ResourceType]).toEqual([OWN, OWN]);
  for (const { LogicalResourceId: id, ResourceStatus = "", ResourceType, PhysicalResourceId } of events) {
    if (ResourceType === OWN) {
      cleaning ||= ResourceStatus.includes("CLEANUP");
      continue;
    }
    const [, verb = "", end = ""] = /^(CREATE|UPDATE|DELETE)_(.*)$/.exec(ResourceStatus) ?? [];
    if (verb === "DELETE" && updating) expect(cleaning).toBe(true);
    if (end === "IN_PROGRESS") begun.add(`${verb} ${id}`);
    // What never came to be is told as deleted at once [aws-facts 1.3].
    else if (verb !== "DELETE" || PhysicalResourceId !== "") expect(begun).toContain(`${verb} ${id}`);
  }
}

/** Every resource begins when what it needs is complete (creations), or is gone once what needs it is (deletions). */
function dependenciesFirst(events: readonly StackEvent[], needs: readonly (readonly [string, string])[], verb: string) {
  const at = (id: string, status: string) =>
    events.findIndex((one) => one.LogicalResourceId === id && one.ResourceStatus === `${verb}_${status}`);
  for (const [dependant, need] of needs) {
    const [first, then] = verb === "CREATE" ? [need, dependant] : [dependant, need];
    if (at(then, "IN_PROGRESS") >= 0) expect(at(first, "COMPLETE")).toBeLessThan(at(then, "IN_PROGRESS"));
    if (at(then, "IN_PROGRESS") >= 0) expect(at(first, "COMPLETE")).toBeGreaterThanOrEqual(0);
  }
}

const pauses = fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 8 });
const RUNS = { numRuns: 60 };

describe("a failure at any step", () => {
  it("of a creation, and of its rollback", () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 6 }), fc.option(fc.nat({ max: 3 })), pauses, (all, n, d, stops) => {
        const bench = testBench();
        const failed = faulty((doing, count) => (doing === "create" ? count === n : count === d));
        const { StackId = "" } = bench.api.CreateStack(input(all), bench.ctx);
        run(bench, stops);
        const wanted =
          failed.length === 0 ? "CREATE_COMPLETE" : failed.length === 1 ? "ROLLBACK_COMPLETE" : "ROLLBACK_FAILED";
        expect(bench.status("s")).toBe(wanted);
        if (wanted === "ROLLBACK_COMPLETE") expect(size(bench)).toBe(0);
        const events = bench.events("s");
        inOrder(events);
        dependenciesFirst(events, needsOf(all), "CREATE");
        heal();
        bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
        run(bench, stops);
        expect([bench.status(StackId), size(bench)]).toEqual(["DELETE_COMPLETE", 0]);
      }),
      RUNS,
    );
  });

  it("of an update, its clean-up and its rollback; and then the stack is whole", () => {
    const at = fc.constantFrom<"forward" | "cleanup" | "rollback">("forward", "cleanup", "rollback");
    fc.assert(
      fc.property(parts, parts, fc.nat({ max: 5 }), at, pauses, (first, second, n, where, stops) => {
        const bench = testBench();
        const { StackId = "" } = bench.api.CreateStack(input(first), bench.ctx);
        run(bench, []);
        const before = contents(bench);
        const had = names(bench);
        const start = bench.events("s").length;
        let forward = 0;
        const failed = faulty((doing) => {
          if (where === "cleanup") return doing === "delete";
          if (doing === "delete") return false;
          // The first failure turns the stack back; in "rollback" the first update after it fails too.
          return failed.length === 0
            ? forward++ === n
            : where === "rollback" && failed.length === 1 && doing === "update";
        });
        if (!updates(bench, second)) return;
        run(bench, stops);
        inOrder(bench.events("s").slice(start));
        const status = bench.status("s");
        if (where === "cleanup") {
          // A clean-up that fails leaves resources behind, and the update is complete all the same [aws-facts 1.4].
          expect(status).toBe("UPDATE_COMPLETE");
          // One whose deletion fails keeps what it needs, which is not even tried.
          if (failed.length === 0) expect(size(bench)).toBe(second.length);
          else expect(names(bench)).toEqual(expect.arrayContaining(had));
          return;
        }
        const ends = ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"];
        expect(status).toBe(ends[failed.length]);
        heal();
        if (status === "UPDATE_ROLLBACK_FAILED") {
          bench.api.ContinueUpdateRollback({ StackName: "s" }, bench.ctx);
          run(bench, stops);
          expect(bench.status("s")).toBe("UPDATE_ROLLBACK_COMPLETE");
        }
        if (failed.length > 0) expect(contents(bench)).toBe(before);
        bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
        run(bench, stops);
        expect([bench.status(StackId), size(bench)]).toEqual(["DELETE_COMPLETE", 0]);
      }),
      RUNS,
    );
  });

  it("of a deletion; asked again it goes through", () => {
    fc.assert(
      fc.property(parts, fc.nat({ max: 6 }), pauses, (all, n, stops) => {
        const bench = testBench();
        const { StackId = "" } = bench.api.CreateStack(input(all), bench.ctx);
        run(bench, []);
        const start = bench.events("s").length;
        const failed = faulty((doing, count) => doing === "delete" && count === n);
        bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
        run(bench, stops);
        expect(bench.status(StackId)).toBe(failed.length > 0 ? "DELETE_FAILED" : "DELETE_COMPLETE");
        const events = bench.events(StackId).slice(start);
        inOrder(events);
        dependenciesFirst(events, needsOf(all), "DELETE");
        heal();
        if (failed.length > 0) bench.api.DeleteStack({ StackName: "s" }, bench.ctx);
        run(bench, stops);
        expect([bench.status(StackId), size(bench)]).toEqual(["DELETE_COMPLETE", 0]);
      }),
      RUNS,
    );
  });
});

it("an update is cancelled at any moment, and everything is as it was", () => {
  const moment = fc.integer({ min: 0, max: 120 });
  fc.assert(
    fc.property(parts, parts, moment, pauses, (first, second, tenths, stops) => {
      const bench = testBench();
      bench.api.CreateStack(input(first), bench.ctx);
      run(bench, []);
      const before = contents(bench);
      const start = bench.events("s").length;
      if (!updates(bench, second)) return;
      bench.run(tenths / 10);
      const cancel = () => bench.api.CancelUpdateStack({ StackName: "s" }, bench.ctx);
      const under = bench.status("s") === "UPDATE_IN_PROGRESS";
      if (under) cancel();
      else expect(refusal(cancel).message).toBe("CancelUpdateStack cannot be called from current stack status");
      run(bench, stops);
      expect(bench.status("s")).toBe(under ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_COMPLETE");
      if (under) expect(contents(bench)).toBe(before);
      else expect(size(bench)).toBe(second.length);
      inOrder(bench.events("s").slice(start));
    }),
    RUNS,
  );
});
