import { AwsError } from "../wire/handler";
import type { Capacity } from "./capacity";
import type { Facts } from "./facts";
import { joinCauses } from "./group-activities";
import { createGroupCapacity, type GroupTargets } from "./group-capacity";
import { watchGroupHealth } from "./group-health";
import { createGroupParts } from "./group-parts";
import { createGroupStore, type Group, type GroupSettings, type GroupTag, type LifecycleHook } from "./groups";
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
  capacity: Pick<Capacity, "check">;
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
    ...createGroupParts(store, capacity, parts.targets),

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

    /** What type of instance the group launches, by its launch template. */
    instanceTypeOf(place: Place, name: string): string {
      const { template } = store.require(place, name);
      const found = parts.launchTemplates.find(place, { id: template.id });
      return parts.launchTemplates.versionOf(found, template.version).data.InstanceType ?? "";
    },

    /** Groups as the traffic and metric simulation sees them. */
    sizes: (place: Place) =>
      store.list(place).map((group) => {
        const count = (state: string) => group.members.filter((member) => member.state.startsWith(state)).length;
        return {
          name: group.name,
          min: group.min,
          max: group.max,
          desired: group.desired,
          inService: count("InService"),
          pending: count("Pending"),
          terminating: count("Terminating"),
        };
      }),
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
