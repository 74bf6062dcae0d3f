import type { Alarm } from "./types";

interface Scaled {
  readonly cluster: string;
  readonly service: string;
  readonly groups: readonly string[];
  /** Names of the stack's own alarms. */
  readonly alarms: readonly string[];
}

/** …:scalingPolicy:<id>:autoScalingGroupName/<group>:policyName/… or …:resource/ecs/service/<cluster>/<service>:policyName/… */
const POLICY = /:scalingPolicy:[^:]+:(.+?):policyName\//;

/**
 * Sorts an account's alarms by whose they are: a stack's own by name, and by the policy they set off those that target
 * tracking made, which no stack lists. Pure; the answer keeps each alarm once.
 */
export function alarmsByOwner(alarms: readonly Alarm[]): (where: Scaled) => Alarm[] {
  const byOwner = new Map<string, Alarm[]>();
  const add = (owner: string, alarm: Alarm) => byOwner.set(owner, [...(byOwner.get(owner) ?? []), alarm]);
  for (const alarm of alarms) {
    add(`alarm/${alarm.name}`, alarm);
    for (const arn of alarm.policyArns) {
      const [, owner] = POLICY.exec(arn) ?? [];
      if (owner) add(owner, alarm);
    }
  }
  return ({ cluster, service, groups, alarms: names }) => {
    const owners = [
      ...names.map((name) => `alarm/${name}`),
      ...groups.map((group) => `autoScalingGroupName/${group}`),
      `resource/ecs/service/${cluster}/${service}`,
    ];
    return [...new Set(owners.flatMap((owner) => byOwner.get(owner) ?? []))];
  };
}
