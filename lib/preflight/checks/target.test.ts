import { expect, it } from "vitest";
import { form, input, world } from "../test-sample";
import { target } from "./target";

// The stored template of the sample scales by alarms; here its upper line plays the target.
const tracked = {
  ...form,
  roles: { ...form.roles, scaling: { ...form.roles.scaling, target: "scaleUpCpuThreshold" } },
};

it.each([
  [{ scaleUpCpuThreshold: "60" }, "pass", undefined],
  [{ scaleUpCpuThreshold: "95" }, "warn", { scaleUpCpuThreshold: "60" }],
  [{ scaleUpCpuThreshold: "5" }, "warn", { scaleUpCpuThreshold: "60" }],
  [{ minClusterSize: "3", maxClusterSize: "3" }, "warn", undefined],
])("%o: %s", async (values, status, set) => {
  const found = await target.run({ ...input(values), form: tracked }, world());
  expect(found?.status).toBe(status);
  expect(found?.fix?.set).toEqual(set);
});
