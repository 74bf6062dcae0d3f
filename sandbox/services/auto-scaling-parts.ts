import type * as AS from "@aws-sdk/client-auto-scaling";
import type { Handlers } from "../wire/handler";
import type { LifecycleHook } from "../world/groups";
import type { Scaling } from "../world/scaling";
import { hookView, tagViews } from "./auto-scaling-views";
import { page } from "./paging";

const PROCESSES = [
  "Launch",
  "Terminate",
  "AddToLoadBalancer",
  "AlarmNotification",
  "AZRebalance",
  "HealthCheck",
  "InstanceRefresh",
  "ReplaceUnhealthy",
  "ScheduledActions",
];

const GROUP_METRICS = [
  "GroupMinSize",
  "GroupMaxSize",
  "GroupDesiredCapacity",
  "GroupInServiceInstances",
  "GroupPendingInstances",
  "GroupTerminatingInstances",
  "GroupTotalInstances",
];

export const tagFrom = (tag: AS.Tag) => ({
  key: tag.Key ?? "",
  value: tag.Value ?? "",
  propagate: tag.PropagateAtLaunch ?? false,
});

export const hookFrom = (spec: AS.LifecycleHookSpecification | AS.PutLifecycleHookType): LifecycleHook => ({
  name: spec.LifecycleHookName ?? "",
  transition: spec.LifecycleTransition ?? "autoscaling:EC2_INSTANCE_TERMINATING",
  heartbeatSeconds: spec.HeartbeatTimeout ?? 3600,
  defaultResult: spec.DefaultResult ?? "ABANDON",
  ...(spec.NotificationMetadata ? { metadata: spec.NotificationMetadata } : {}),
  ...(spec.RoleARN ? { roleArn: spec.RoleARN } : {}),
  ...(spec.NotificationTargetARN ? { notificationArn: spec.NotificationTargetARN } : {}),
});

/** What hangs on a group: lifecycle hooks, suspended processes, protection, metrics, target groups, tags. */
export function createGroupPartHandlers({ scaling }: { readonly scaling: Scaling }) {
  return {
    PutLifecycleHook: (input, ctx) => {
      scaling.putHook(ctx, input.AutoScalingGroupName ?? "", hookFrom(input));
      return {};
    },
    DescribeLifecycleHooks: ({ AutoScalingGroupName, LifecycleHookNames }, ctx) => {
      const group = scaling.require(ctx, AutoScalingGroupName ?? "");
      const found = group.hooks.filter((hook) => !LifecycleHookNames?.length || LifecycleHookNames.includes(hook.name));
      return { LifecycleHooks: found.map((hook) => hookView(group, hook)) };
    },
    DeleteLifecycleHook: ({ AutoScalingGroupName, LifecycleHookName }, ctx) => {
      scaling.removeHook(ctx, AutoScalingGroupName ?? "", LifecycleHookName ?? "");
      return {};
    },
    CompleteLifecycleAction: (input, ctx) => {
      const by = { token: input.LifecycleActionToken, instanceId: input.InstanceId };
      const result = input.LifecycleActionResult ?? "CONTINUE";
      scaling.completeHook(ctx, input.AutoScalingGroupName ?? "", input.LifecycleHookName ?? "", by, result);
      return {};
    },
    RecordLifecycleActionHeartbeat: () => ({}),

    SuspendProcesses: ({ AutoScalingGroupName, ScalingProcesses }, ctx) => {
      scaling.setSuspended(ctx, AutoScalingGroupName ?? "", ScalingProcesses ?? PROCESSES, true);
      return {};
    },
    ResumeProcesses: ({ AutoScalingGroupName, ScalingProcesses }, ctx) => {
      scaling.setSuspended(ctx, AutoScalingGroupName ?? "", ScalingProcesses ?? PROCESSES, false);
      return {};
    },
    SetInstanceProtection: ({ AutoScalingGroupName, InstanceIds, ProtectedFromScaleIn }, ctx) => {
      scaling.setProtection(ctx, AutoScalingGroupName ?? "", InstanceIds ?? [], ProtectedFromScaleIn ?? false);
      return {};
    },
    EnableMetricsCollection: ({ AutoScalingGroupName, Metrics }, ctx) => {
      scaling.setMetrics(ctx, AutoScalingGroupName ?? "", Metrics ?? GROUP_METRICS, true);
      return {};
    },
    DisableMetricsCollection: ({ AutoScalingGroupName, Metrics }, ctx) => {
      scaling.setMetrics(ctx, AutoScalingGroupName ?? "", Metrics ?? GROUP_METRICS, false);
      return {};
    },
    AttachLoadBalancerTargetGroups: ({ AutoScalingGroupName, TargetGroupARNs }, ctx) => {
      scaling.setTargetGroups(ctx, AutoScalingGroupName ?? "", TargetGroupARNs ?? [], true);
      return {};
    },
    DetachLoadBalancerTargetGroups: ({ AutoScalingGroupName, TargetGroupARNs }, ctx) => {
      scaling.setTargetGroups(ctx, AutoScalingGroupName ?? "", TargetGroupARNs ?? [], false);
      return {};
    },

    CreateOrUpdateTags: ({ Tags }, ctx) => {
      for (const tag of Tags ?? []) {
        scaling.putTag(ctx, tag.ResourceId ?? "", tagFrom(tag));
      }
      return {};
    },
    DeleteTags: ({ Tags }, ctx) => {
      for (const tag of Tags ?? []) {
        scaling.dropTag(ctx, tag.ResourceId ?? "", tag.Key ?? "");
      }
      return {};
    },
    DescribeTags: ({ Filters, NextToken, MaxRecords }, ctx) => {
      const wanted = (name: string) => Filters?.find((filter) => filter.Name === name)?.Values;
      const found = scaling
        .list(ctx)
        .filter((group) => wanted("auto-scaling-group")?.includes(group.name) ?? true)
        .flatMap(tagViews)
        .filter((tag) => wanted("key")?.includes(tag.Key ?? "") ?? true);
      const { items, nextToken } = page(found, NextToken, Math.min(MaxRecords ?? 50, 100));
      return { Tags: items, ...(nextToken ? { NextToken: nextToken } : {}) };
    },
  } satisfies Handlers<"autoscaling">;
}
