import type { Check } from "../types";

/** No stack has the name yet. */
export const nameFree: Check = {
  id: "name-free",
  title: "Name free",
  fields: ({ form }) => [...(form.stackName ?? "").matchAll(/\{([A-Za-z0-9]+)\}/g)].map((match) => match[1] ?? ""),
  depends: ({ stackName }) => stackName,
  applies: ({ mode, stackName }) => mode === "launch" && Boolean(stackName),
  async run(input, world) {
    const name = input.stackName ?? "";
    const stack = await world.stack(name);
    if (!stack) return { status: "pass", title: this.title, evidence: `No stack ${name}.` };
    const failed = stack.status === "ROLLBACK_COMPLETE" || stack.status === "REVIEW_IN_PROGRESS";
    return {
      status: "fail",
      title: "Name is taken",
      evidence: `There is a stack ${name} (${stack.status}).`,
      fix: { label: failed ? "It never came up: delete it first." : "Update that stack, or choose another stage." },
    };
  },
};
