import { number, present } from "../fields";
import type { Check } from "../types";

/** Above it a burst has no room until the next instance is there, some minutes later. */
const HIGH = 85;
const LOW = 20;

/** The CPU that target tracking keeps leaves room for what comes while it scales, and is not mostly paid idleness. */
export const target: Check = {
  id: "target",
  title: "Target leaves room",
  fields: ({ form: { roles } }) => present(roles.scaling.target, roles.scaling.min, roles.scaling.max),
  applies: (input) => number(input, input.form.roles.scaling.target) !== undefined,
  run(input) {
    const roles = input.form.roles.scaling;
    const name = roles.target ?? "";
    const percent = number(input, name) ?? 0;
    const [min, max] = [number(input, roles.min) ?? 1, number(input, roles.max) ?? Number.POSITIVE_INFINITY];
    if (max <= min) {
      return {
        status: "warn",
        title: "Never scales",
        evidence: `At least ${min} and at most ${max}: target tracking can change nothing.`,
      };
    }
    if (percent > HIGH) {
      return {
        status: "warn",
        title: "Target leaves no room",
        evidence: `At ${percent}% a burst meets full processors until the next one is up.`,
        fix: { label: "Use 60%", set: { [name]: "60" } },
      };
    }
    if (percent < LOW) {
      return {
        status: "warn",
        title: "Target keeps much idle",
        evidence: `At ${percent}% more than ${100 - percent}% of what you pay for waits.`,
        fix: { label: "Use 60%", set: { [name]: "60" } },
      };
    }
    // AWS removes capacity only well below the target, so that it does not come and go.
    return { status: "pass", title: this.title, evidence: `${percent}%: ${min} to ${max} follow the load.` };
  },
};
