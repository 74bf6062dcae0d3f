import { AwsError } from "../wire/handler";
import type { Facts } from "./facts";
import { joinCauses } from "./group-activities";
import { createGroupCapacity, type GroupTargets } from "./group-capacity";
import { watchGroupHealth } from "./group-health";
import {
  activeMembers,
  createGroupStore,
  type Group,
  type GroupSettings,
  type GroupTag,
  type LifecycleHook,
} from "./groups";
import type { Instances } from "./instances";
import type { Kernel } from "./kernel";
import type { LaunchTemplates } from "./launch-templates";
import { createPolicies } from "./policies";
import type { Place } from "./seams";
import { stamp } from "./shelf";
import type { SubnetLookup } from "./subnets";

export type Scaling = ReturnType<typeof createScaling>;

/** EC2 Auto Scaling: groups, their desired capacity, hooks and policies. */
export function createScaling(parts: {
  kernel: Kernel;
  facts: Facts;
  instances: Instances;
  launchTemplates: LaunchTemplates;
  network: SubnetLookup;
  targets: GroupTargets;
}) {
  const { kernel, network } = parts;
  const store = createGroupStore(kernel);
  const capacity = createGroupCapacity({ ...parts, store });
  watchGroupHealth({ ...parts, store, capacity });
  const policies = createPolicies(kernel, parts.facts, store, capacity.look);

  const checkSubnets = (place: Place, subnets: readonly string[]) => {
    const missing = subnets.find((id) => !network.subnet(place, id));
    if (missing) throw new AwsError("ValidationError", `The subnet ID '${missing}' does not exist`);
    if (subnets.length === 0) {
      throw new AwsError("ValidationError", "At least one Availability Zone or VPC Subnet is required.");
    }
  };

  /** Notes why the desired capacity changed and plans a look at it. */
  const change = (place: Place, group: Group, desired: number, why: string) => {
    const from = group.desired;
    group.desired = desired;
    const sentence = `At ${stamp(kernel.now())} ${why} changing the desired capacity from ${from} to ${desired}.`;
    if (from !== desired) group.causes.push(sentence);
    capacity.look(place, group);
  };

  return {
    ...store,
    ...policies,

    create(place: Place, name: string, settings: GroupSettings, tags: GroupTag[], hooks: LifecycleHook[]): Group {
      if (store.find(place, name)) {
        throw new AwsError(
          "AlreadyExists",
          `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
        );
      }
      checkBounds(settings);
      checkSubnets(place, settings.subnets);
      const group: Group = {
        ...settings,
        name,
        arn: `arn:aws:autoscaling:${place.region}:${place.account}:autoScalingGroup:${kernel.uuid()}:autoScalingGroupName/${name}`,
        at: kernel.now(),
        tags,
        suspended: [],
        metrics: [],
        members: [],
        activities: [],
        hooks,
        policies: [],
        deleting: false,
        causes: [],
        replacements: 0,
        failedLaunches: 0,
        cooldownUntil: 0,
      };
      store.add(place, group);
      group.desired = 0;
      change(place, group, settings.desired, "a user request created an AutoScalingGroup");
      return group;
    },

    /** Applies settings; a desired capacity outside the new bounds moves to the nearer one. */
    update(place: Place, name: string, settings: Partial<GroupSettings>): void {
      const group = store.require(place, name);
      const next = { ...group, ...settings };
      if (settings.desired === undefined) next.desired = Math.min(Math.max(group.desired, next.min), next.max);
      checkBounds(next);
      if (settings.subnets) checkSubnets(place, settings.subnets);
      const { desired, ...rest } = settings;
      Object.assign(group, rest);
      const bounds = `min: ${next.min}, max: ${next.max}, desired: ${next.desired}`;
      change(
        place,
        group,
        desired ?? next.desired,
        `a user request update of AutoScalingGroup constraints to ${bounds}`,
      );
    },

    setDesired(place: Place, name: string, desired: number, honourCooldown: boolean): void {
      const group = store.require(place, name);
      const complain = (bound: string, size: number) => {
        const message = `New SetDesiredCapacity value ${desired} is ${bound} value ${size} for the AutoScalingGroup.`;
        throw new AwsError("ValidationError", message);
      };
      if (desired > group.max) complain("above max", group.max);
      if (desired < group.min) complain("below min", group.min);
      if (honourCooldown && kernel.now() < group.cooldownUntil) {
        throw new AwsError("ScalingActivityInProgress", "Scaling activity is blocked by the group's cooldown period.");
      }
      change(place, group, desired, "a user request explicitly set group desired capacity");
    },

    /** Deletes a group. `force` terminates its members without asking lifecycle hooks. */
    remove(place: Place, name: string, force: boolean): void {
      const group = store.require(place, name);
      if (!force && group.members.length > 0) {
        throw new AwsError(
          "ResourceInUse",
          "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.",
        );
      }
      group.deleting = true;
      for (const { name: policy } of [...group.policies]) policies.removePolicy(place, policy, name);
      if (group.members.length === 0) store.drop(place, name);
      const cause = `At ${stamp(kernel.now())} a user request force deleted AutoScalingGroup changing the desired capacity from ${group.desired} to 0.`;
      group.desired = 0;
      for (const member of [...group.members]) {
        if (member.state !== "Terminating:Proceed") capacity.takeOut(place, group, member, cause, false);
      }
    },

    /** Terminates one member by request, with or without replacing it. Answers the activity. */
    terminateMember(place: Place, instanceId: string, decrement: boolean) {
      const found = store.memberOf(place, instanceId);
      if (!found)
        throw new AwsError(
          "ValidationError",
          `Instance Id not found - No managed instance found for instance ID: ${instanceId}`,
        );
      const { group, member } = found;
      const from = group.desired;
      if (decrement && from - 1 < group.min) {
        throw new AwsError(
          "ValidationError",
          `Currently, desiredSize equals minSize (${group.min}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
        );
      }
      if (decrement) group.desired--;
      const shrinking = decrement ? `, shrinking the capacity from ${from} to ${group.desired}` : "";
      const cause = `At ${stamp(kernel.now())} instance ${instanceId} was taken out of service in response to a user request${shrinking}.`;
      if (!member.state.startsWith("Terminating")) capacity.takeOut(place, group, member, joinCauses(cause));
      capacity.look(place, group);
      return { group, activity: group.activities.find((activity) => activity.id === member.activityId) };
    },

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

    /** What type of instance the group launches, by its launch template. */
    instanceTypeOf(place: Place, name: string): string {
      const { template } = store.require(place, name);
      const found = parts.launchTemplates.find(place, { id: template.id });
      return parts.launchTemplates.versionOf(found, template.version).data.InstanceType ?? "";
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
        if (attach) parts.targets.register(place, arn, serving);
        else parts.targets.deregister(place, arn, serving);
      }
      const others = group.targetGroupArns.filter((arn) => !arns.includes(arn));
      group.targetGroupArns = attach ? [...others, ...arns] : others;
    },

    /** Groups as the traffic and metric simulation sees them. */
    sizes: (place: Place) =>
      store.list(place).map((group) => ({
        name: group.name,
        min: group.min,
        max: group.max,
        desired: group.desired,
        inService: activeMembers(group).filter((member) => member.state === "InService").length,
      })),
  };
}

function checkBounds({ min, max, desired }: Pick<GroupSettings, "min" | "max" | "desired">): void {
  if (min > max) {
    throw new AwsError("ValidationError", `Max bound, ${max}, must be greater than or equal to min bound, ${min}`);
  }
  if (desired < min || desired > max) {
    const message = `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`;
    throw new AwsError("ValidationError", message);
  }
}
