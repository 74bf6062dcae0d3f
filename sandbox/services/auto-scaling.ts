import type * as AS from "@aws-sdk/client-auto-scaling";
import { AwsError, type Handlers } from "../wire/handler";
import type { Group, GroupSettings } from "../world/groups";
import type { LaunchTemplates } from "../world/launch-templates";
import type { Scaling } from "../world/scaling";
import type { Place } from "../world/seams";
import type { SubnetLookup } from "../world/subnets";
import { createGroupPartHandlers, hookFrom, tagFrom } from "./auto-scaling-parts";
import { type AlarmList, createPolicyHandlers } from "./auto-scaling-policies";
import { activityView, activityViews, groupView, memberView } from "./auto-scaling-views";
import { page } from "./paging";

interface Parts {
  readonly scaling: Scaling;
  readonly launchTemplates: LaunchTemplates;
  readonly network: SubnetLookup;
  /** Alarms whose actions name a policy, as DescribePolicies shows them. */
  readonly alarms: AlarmList;
}

/** EC2 Auto Scaling: groups, instances, activities, hooks, processes, tags; policies are in a file of their own. */
export function createAutoScalingHandlers(world: Parts) {
  const { scaling, launchTemplates, network } = world;

  /** What a caller gave of a group's settings; members left out stay out. */
  const settingsFrom = (place: Place, input: AS.CreateAutoScalingGroupType | AS.UpdateAutoScalingGroupType) => {
    const settings: Partial<GroupSettings> = {};
    const set = <K extends keyof GroupSettings>(key: K, value: GroupSettings[K] | undefined) => {
      if (value !== undefined) settings[key] = value;
    };
    set("min", input.MinSize);
    set("max", input.MaxSize);
    set("desired", input.DesiredCapacity);
    set("cooldown", input.DefaultCooldown);
    set("warmup", input.DefaultInstanceWarmup);
    set(
      "subnets",
      input.VPCZoneIdentifier?.split(",")
        .map((id) => id.trim())
        .filter(Boolean),
    );
    set("healthCheckType", input.HealthCheckType);
    set("grace", input.HealthCheckGracePeriod);
    set("protectNew", input.NewInstancesProtectedFromScaleIn);
    set("terminationPolicies", input.TerminationPolicies);
    set("capacityRebalance", input.CapacityRebalance);
    set("maxInstanceLifetime", input.MaxInstanceLifetime);
    const wanted = input.LaunchTemplate ?? input.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
    if (wanted) set("template", templateFrom(place, wanted));
    return settings;
  };
  const templateFrom = (place: Place, wanted: AS.LaunchTemplateSpecification): GroupSettings["template"] => {
    const ref = { id: wanted.LaunchTemplateId, name: wanted.LaunchTemplateName };
    try {
      const template = launchTemplates.find(place, ref);
      launchTemplates.versionOf(template, wanted.Version);
      return { id: template.id, name: template.name, version: wanted.Version ?? "$Default" };
    } catch (error) {
      // Auto Scaling answers EC2's refusal as a validation error of its own.
      if (error instanceof AwsError) throw new AwsError("ValidationError", error.message);
      throw error;
    }
  };
  const zonesOf = (place: Place, group: Group) => [
    ...new Set(group.subnets.map((id) => network.subnet(place, id)?.zone ?? "").filter(Boolean)),
  ];

  return {
    ...createPolicyHandlers(world),
    ...createGroupPartHandlers(world),

    CreateAutoScalingGroup: (input, ctx) => {
      const given = settingsFrom(ctx, input);
      if (!given.template) {
        throw new AwsError(
          "ValidationError",
          "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.",
        );
      }
      const settings: GroupSettings = {
        cooldown: 300,
        subnets: [],
        healthCheckType: "EC2",
        grace: 0,
        protectNew: false,
        terminationPolicies: ["Default"],
        capacityRebalance: false,
        targetGroupArns: targetGroupsFrom(input),
        ...given,
        template: given.template,
        min: input.MinSize ?? 0,
        max: input.MaxSize ?? 0,
        desired: input.DesiredCapacity ?? input.MinSize ?? 0,
      };
      const hooks = (input.LifecycleHookSpecificationList ?? []).map(hookFrom);
      const tags = (input.Tags ?? []).map(tagFrom);
      scaling.create(ctx, input.AutoScalingGroupName ?? "", settings, tags, hooks);
      return {};
    },
    UpdateAutoScalingGroup: (input, ctx) => {
      scaling.update(ctx, input.AutoScalingGroupName ?? "", settingsFrom(ctx, input));
      return {};
    },
    DeleteAutoScalingGroup: ({ AutoScalingGroupName, ForceDelete }, ctx) => {
      scaling.remove(ctx, AutoScalingGroupName ?? "", ForceDelete ?? false);
      return {};
    },
    SetDesiredCapacity: ({ AutoScalingGroupName, DesiredCapacity, HonorCooldown }, ctx) => {
      scaling.setDesired(ctx, AutoScalingGroupName ?? "", DesiredCapacity ?? 0, HonorCooldown ?? false);
      return {};
    },
    DescribeAutoScalingGroups: ({ AutoScalingGroupNames, Filters, NextToken, MaxRecords }, ctx) => {
      const found = scaling
        .list(ctx)
        .filter((group) => !AutoScalingGroupNames?.length || AutoScalingGroupNames.includes(group.name))
        .filter((group) => (Filters ?? []).every((filter) => matches(group, filter)));
      const { items, nextToken } = page(found, NextToken, Math.min(MaxRecords ?? 50, 100));
      return {
        AutoScalingGroups: items.map((group) => groupView(group, zonesOf(ctx, group))),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },
    DescribeAutoScalingInstances: ({ InstanceIds, NextToken, MaxRecords }, ctx) => {
      const found = scaling
        .list(ctx)
        .flatMap((group) => group.members.map((member) => ({ group, view: memberView(group, member) })))
        .filter(({ view }) => !InstanceIds?.length || InstanceIds.includes(view.InstanceId ?? ""));
      const { items, nextToken } = page(found, NextToken, Math.min(MaxRecords ?? 50, 50));
      return {
        AutoScalingInstances: items.map(({ group, view }) => ({
          AutoScalingGroupName: group.name,
          InstanceId: view.InstanceId,
          InstanceType: view.InstanceType,
          AvailabilityZone: view.AvailabilityZone,
          LifecycleState: view.LifecycleState,
          HealthStatus: view.HealthStatus?.toUpperCase(),
          LaunchTemplate: view.LaunchTemplate,
          ProtectedFromScaleIn: view.ProtectedFromScaleIn,
        })),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },
    DescribeScalingActivities: ({ ActivityIds, AutoScalingGroupName, NextToken, MaxRecords }, ctx) => {
      const groups = AutoScalingGroupName
        ? scaling.list(ctx).filter((group) => group.name === AutoScalingGroupName)
        : scaling.list(ctx);
      const found = groups
        .flatMap(activityViews)
        .filter((activity) => !ActivityIds?.length || ActivityIds.includes(activity.ActivityId ?? ""));
      const { items, nextToken } = page(found, NextToken, Math.min(MaxRecords ?? 100, 100));
      return { Activities: items, ...(nextToken ? { NextToken: nextToken } : {}) };
    },
    TerminateInstanceInAutoScalingGroup: ({ InstanceId, ShouldDecrementDesiredCapacity }, ctx) => {
      const { group, activity } = scaling.terminateMember(
        ctx,
        InstanceId ?? "",
        ShouldDecrementDesiredCapacity ?? false,
      );
      return activity ? { Activity: activityView(group, activity) } : {};
    },
  } satisfies Handlers<"autoscaling">;
}

const targetGroupsFrom = (input: AS.CreateAutoScalingGroupType): string[] => [
  ...(input.TargetGroupARNs ?? []),
  ...(input.TrafficSources ?? []).map((source) => source.Identifier ?? "").filter(Boolean),
];

function matches(group: Group, { Name = "", Values = [] }: AS.Filter): boolean {
  if (Name === "tag-key") return group.tags.some((tag) => Values.includes(tag.key));
  if (Name === "tag-value") return group.tags.some((tag) => Values.includes(tag.value));
  if (!Name.startsWith("tag:"))
    throw new AwsError(
      "ValidationError",
      `Filter type ${Name} is not correct. Allowed Filter types are: tag-key, tag-value, tag:<key>`,
    );
  return group.tags.some((tag) => tag.key === Name.slice(4) && Values.includes(tag.value));
}
