import { describe, expect, it } from "vitest";
import { SlipwayError } from "@/lib/errors";
import { mayProceed, runPreflight } from "../run";
import { input, world } from "../test-sample";
import type { PreflightInput, PreflightWorld } from "../types";
import { permissions } from "./permissions";

const principal = "arn:aws:iam::123456789012:role/deployer";
const check = async (answer: PreflightWorld["permissions"], extra: Partial<PreflightInput> = {}) =>
  (await runPreflight(input({}, extra), world({ permissions: answer }), { checks: [permissions] }))[0];
const denied =
  (...actions: [string, boolean][]) =>
  async () => ({
    principal,
    denied: actions.map(([action, explicit]) => ({ action, explicit })),
  });

describe("permissions", () => {
  it("asks for what the template's resources need, each once", async () => {
    let asked: readonly string[] = [];
    const found = await check(async (actions) => {
      asked = actions;
      return { principal, denied: [] };
    });
    expect(found).toMatchObject({ status: "pass", evidence: expect.stringContaining(principal) });
    expect(asked).toEqual(expect.arrayContaining(["cloudformation:CreateStack", "ecs:CreateService", "iam:PassRole"]));
    expect(new Set(asked).size).toBe(asked.length);
  });

  it("warns of what no policy allows, by name", async () => {
    const found = await check(denied(["ecs:CreateService", false], ["iam:CreateRole", false]));
    expect(found).toMatchObject({
      status: "warn",
      evidence: expect.stringContaining("ecs:CreateService and iam:CreateRole"),
    });
    expect(found?.fix?.label).toMatch(/policy/);
  });

  it("fails on an explicit deny, and names only that", async () => {
    const found = await check(denied(["ecs:CreateService", false], ["iam:CreateRole", true]));
    expect(found).toMatchObject({ status: "fail", evidence: `A policy of ${principal} denies iam:CreateRole.` });
  });

  it("is unknown and blocks nothing when there is no simulation, or it is refused", async () => {
    const refused = async () => {
      throw new SlipwayError("aws_denied", "You may not.", { api: "iam:SimulatePrincipalPolicy" });
    };
    const results = [await check(async () => undefined), await check(refused)];
    expect(results.map((one) => one?.status)).toEqual(["unknown", "unknown"]);
    expect(results[1]?.evidence).toContain("iam:SimulatePrincipalPolicy");
    expect(mayProceed(results.filter((one) => one !== undefined))).toBe(true);
  });

  it("does not run on an update, nor without a name", async () => {
    expect(await check(denied(), { mode: "update" })).toBeUndefined();
    expect(await check(denied(), { stackName: undefined })).toBeUndefined();
  });
});
