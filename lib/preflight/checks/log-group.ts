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

/** No log group is left over from a deleted stack: the template makes it, and the launch would fail on it. */
export const logGroup: Check = {
  id: "log-group",
  title: "Log group free",
  fields: ({ form }) => [...(form.logGroup ?? "").matchAll(/\{([A-Za-z0-9]+)\}/g)].map((match) => match[1] ?? ""),
  depends: logGroupName,
  applies: (input) => input.mode === "launch" && Boolean(input.stackName) && logGroupName(input) !== undefined,
  async run(input, world) {
    const group = logGroupName(input) ?? "";
    // Where the stack is there its log group is no leftover; that name is taken is the other check's to say.
    const [stack, left] = await Promise.all([world.stack(input.stackName ?? ""), world.logGroup(group)]);
    if (stack) return undefined;
    if (!left) return { status: "pass", title: this.title, evidence: `${group} is not left over.` };
    const size = left.storedBytes === undefined ? "" : `, ${left.storedBytes.toLocaleString("en")} bytes of logs`;
    return {
      status: "fail",
      title: "Log group is left over",
      evidence: `${group} is still there${size}. The template makes it, so the launch would fail.`,
      fix: { label: "Delete that log group, or choose another stage." },
    };
  },
};
