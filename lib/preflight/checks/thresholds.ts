import { number, present } from "../fields";
import type { Check } from "../types";

export interface Thresholds {
  readonly min: number;
  readonly max: number;
  /** Percent of CPU. */
  readonly up: number;
  readonly down: number;
}

export interface Flap {
  /** The size at which removing one crosses the line. */
  readonly instances: number;
  /** CPU in percent after removing one, at the moment the "remove" line is reached. */
  readonly after: number;
  /** The highest whole "remove" percentage that does not cross it; undefined when there is none. */
  readonly best?: number;
}

/**
 * Whether the two alarms would work against each other: with N instances just under the "remove" line, the load of the
 * removed one moves to the rest, `down × N / (N − 1)`, and must not be above the "add" line. The smallest N that can
 * shrink is the worst. A group that cannot shrink does not flap.
 */
export function flap({ min, max, up, down }: Thresholds): Flap | undefined {
  const instances = Math.max(min + 1, 2);
  if (instances > max || down <= 0) return undefined;
  const after = (down * instances) / (instances - 1);
  // Both alarms compare strictly: meeting the line exactly is still quiet.
  if (after <= up) return undefined;
  const limit = (up * (instances - 1)) / instances;
  const best = Math.floor(limit);
  return { instances, after, best: best > 0 ? best : undefined };
}

/** The pure rule on its own; it asks nothing of AWS, so the form can show it while a number is typed. */
export const thresholds: Check = {
  id: "thresholds",
  title: "Thresholds",
  fields: ({ form: { roles } }) => present(roles.scaling.up, roles.scaling.down),
  applies: (input) => {
    const { up, down } = input.form.roles.scaling;
    return number(input, up) !== undefined && number(input, down) !== undefined;
  },
  run(input) {
    const roles = input.form.roles.scaling;
    const up = number(input, roles.up) ?? 0;
    const down = number(input, roles.down) ?? 0;
    const min = number(input, roles.min) ?? 1;
    const max = number(input, roles.max) ?? Number.POSITIVE_INFINITY;
    if (max <= min) {
      return {
        status: "warn",
        title: "Never scales",
        evidence: `At least ${min} and at most ${max}: the alarms can change nothing.`,
      };
    }
    const found = flap({ min, max, up, down });
    if (!found) {
      const instances = Math.max(min + 1, 2);
      const after = Math.round((down * instances) / (instances - 1));
      return {
        status: "pass",
        title: "Thresholds fit",
        evidence: `${instances} instances at ${down}% become ${instances - 1} at ${after}%, not above ${up}%.`,
      };
    }
    const rest = found.instances - 1;
    return {
      status: "fail",
      title: "Thresholds would flap",
      evidence: `${found.instances} instances at ${down}% become ${rest} at ${Math.round(found.after)}%, above ${up}%: one is added again.`,
      fix:
        found.best === undefined || roles.down === undefined
          ? { label: "Raise the “add” line." }
          : { label: `Use ${tidy(found.best)}%`, set: { [roles.down]: String(tidy(found.best)) } },
    };
  },
};

/** A multiple of five reads better, and leaves some room. */
const tidy = (percent: number): number => (percent >= 10 ? Math.floor(percent / 5) * 5 : percent);
