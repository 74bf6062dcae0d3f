import { launchActions } from "../launch-actions";
import type { Check } from "../types";
import { listed } from "../words";

const SHOWN = 6;

/**
 * IAM's own simulation of what the launch will call. A policy may allow an action for some resources only, which a
 * simulation over all of them does not show: so only an explicit deny is a failure.
 */
export const permissions: Check = {
  id: "permissions",
  title: "Permissions suffice",
  fields: () => [],
  depends: ({ resourceTypes = [] }) => launchActions(resourceTypes),
  applies: ({ mode, stackName, resourceTypes }) =>
    mode === "launch" && Boolean(stackName) && (resourceTypes ?? []).length > 0,
  async run({ resourceTypes = [] }, world) {
    const actions = launchActions(resourceTypes);
    const found = await world.permissions(actions);
    if (!found) {
      return {
        status: "unknown",
        title: this.title,
        evidence: "IAM cannot simulate the policies of the credentials Slipway has.",
      };
    }
    const { principal, denied } = found;
    if (denied.length === 0) {
      return { status: "pass", title: this.title, evidence: `${principal} may do all ${actions.length} actions.` };
    }
    const forbidden = denied.filter(({ explicit }) => explicit);
    const names = (forbidden.length > 0 ? forbidden : denied).map(({ action }) => action);
    const more = names.length > SHOWN ? [`${names.length - SHOWN} more`] : [];
    const list = listed([...names.slice(0, SHOWN), ...more]);
    if (forbidden.length > 0) {
      return {
        status: "fail",
        title: "A policy forbids it",
        evidence: `A policy of ${principal} denies ${list}.`,
        fix: { label: "Take the deny out of the policy, or launch with another role." },
      };
    }
    return {
      status: "warn",
      title: "Permissions may be missing",
      evidence: `No policy of ${principal} allows ${list} on every resource.`,
      fix: { label: "Add these actions to its policy, unless it allows them for this stack's resources." },
    };
  },
};
