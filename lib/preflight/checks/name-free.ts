import { textAt } from "@/lib/templates/json-values";
import { fillPattern } from "@/lib/templates/values";
import type { Check, PreflightInput } from "../types";

/** As the template's metadata says, else the first log group it makes by name. */
const logGroupName = (input: PreflightInput): string | undefined =>
  fillPattern(input.form.logGroup, input.values) ??
  input.resources
    ?.filter(({ type }) => type === "AWS::Logs::LogGroup")
    .map(({ properties }) => textAt(properties, "LogGroupName"))
    .find((name) => name !== undefined);

/** Neither the stack nor the log group exists yet: a log group left over from a deleted stack stops the launch. */
export const nameFree: Check = {
  id: "name-free",
  title: "Name free",
  fields: ({ form }) =>
    [form.stackName, form.logGroup].flatMap((pattern) =>
      [...(pattern ?? "").matchAll(/\{([A-Za-z0-9]+)\}/g)].map((match) => match[1] ?? ""),
    ),
  applies: ({ mode, stackName }) => mode === "launch" && Boolean(stackName),
  async run(input, world) {
    const name = input.stackName ?? "";
    const group = logGroupName(input);
    const [stack, left] = await Promise.all([world.stack(name), group === undefined ? null : world.logGroup(group)]);
    if (stack) {
      const failed = stack.status === "ROLLBACK_COMPLETE" || stack.status === "REVIEW_IN_PROGRESS";
      return {
        status: "fail",
        title: "Name is taken",
        evidence: `There is a stack ${name} (${stack.status}).`,
        fix: { label: failed ? "It never came up: delete it first." : "Update that stack, or choose another stage." },
      };
    }
    if (left) {
      const size = left.storedBytes === undefined ? "" : `, ${left.storedBytes.toLocaleString("en")} bytes of logs`;
      return {
        status: "fail",
        title: "Log group is left over",
        evidence: `${group} is still there${size}. The template makes it, so the launch would fail.`,
        fix: { label: "Delete that log group, or choose another stage." },
      };
    }
    return {
      status: "pass",
      title: "Name free",
      evidence: group === undefined ? `No stack ${name}.` : `${name}; log group ${group} not left over.`,
    };
  },
};
