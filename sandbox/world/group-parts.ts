import { AwsError } from "../wire/handler";
import type { GroupCapacity, GroupTargets } from "./group-capacity";
import type { GroupStore, GroupTag, LifecycleHook } from "./groups";
import type { Place } from "./seams";

/** What hangs on a group: lifecycle hooks, protection, suspended processes, tags, metrics, target groups. */
export function createGroupParts(store: GroupStore, capacity: GroupCapacity, targets: GroupTargets) {
  return {
    putHook(place: Place, name: string, hook: LifecycleHook): void {
      const group = store.require(place, name);
      group.hooks = [...group.hooks.filter((other) => other.name !== hook.name), hook];
    },

    removeHook(place: Place, name: string, hook: string): void {
      const group = store.require(place, name);
      group.hooks = group.hooks.filter((other) => other.name !== hook);
    },

    /** Completes a lifecycle action by token or by instance. */
    completeHook(
      place: Place,
      name: string,
      hook: string,
      by: { token?: string | undefined; instanceId?: string | undefined },
      result: string,
    ) {
      const group = store.require(place, name);
      const member = group.members.find(
        ({ id, waitingFor }) => hook in waitingFor && (by.token ? waitingFor[hook] === by.token : id === by.instanceId),
      );
      if (!member) {
        throw new AwsError(
          "ValidationError",
          `No active Lifecycle Action found with ${by.token ? `token ${by.token}` : `instance ID ${by.instanceId}`}`,
        );
      }
      capacity.complete(place, group, member, hook, result);
    },

    setProtection(place: Place, name: string, instanceIds: readonly string[], value: boolean): void {
      const group = store.require(place, name);
      for (const member of group.members) if (instanceIds.includes(member.id)) member.protected = value;
    },

    setSuspended(place: Place, name: string, processes: readonly string[], suspend: boolean): void {
      const group = store.require(place, name);
      const others = group.suspended.filter((process) => !processes.includes(process));
      group.suspended = suspend ? [...others, ...processes] : others;
      if (!suspend) capacity.look(place, group);
    },

    /** Adds a tag to a group, replacing the one of its key. */
    putTag(place: Place, name: string, tag: GroupTag): void {
      const group = store.require(place, name);
      group.tags = [...group.tags.filter((other) => other.key !== tag.key), tag];
    },

    dropTag(place: Place, name: string, key: string): void {
      const group = store.require(place, name);
      group.tags = group.tags.filter((other) => other.key !== key);
    },

    /** Group metrics that CloudWatch gets every minute. */
    setMetrics(place: Place, name: string, metrics: readonly string[], enable: boolean): void {
      const group = store.require(place, name);
      const others = group.metrics.filter((metric) => !metrics.includes(metric));
      group.metrics = enable ? [...others, ...metrics] : others;
    },

    /** Ties target groups to the group, or unties them; members in service follow. */
    setTargetGroups(place: Place, name: string, arns: readonly string[], attach: boolean): void {
      const group = store.require(place, name);
      const serving = group.members.filter((member) => member.state === "InService").map(({ id }) => ({ id }));
      for (const arn of arns) {
        if (attach) targets.register(place, arn, serving);
        else targets.deregister(place, arn, serving);
      }
      const others = group.targetGroupArns.filter((arn) => !arns.includes(arn));
      group.targetGroupArns = attach ? [...others, ...arns] : others;
    },
  };
}
