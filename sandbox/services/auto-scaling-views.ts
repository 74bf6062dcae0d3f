import type * as AS from "@aws-sdk/client-auto-scaling";
import { activitiesNewestFirst } from "../world/group-activities";
import type { Activity, Group, LifecycleHook, Member } from "../world/groups";
import type { ScalingPolicy } from "../world/policy-records";

const LIFECYCLE: Record<Member["state"], AS.LifecycleState> = {
  Pending: "Pending",
  "Pending:Wait": "Pending:Wait",
  InService: "InService",
  Terminating: "Terminating",
  "Terminating:Wait": "Terminating:Wait",
  "Terminating:Proceed": "Terminating:Proceed",
};

const templateOf = (group: Group, version: string): AS.LaunchTemplateSpecification => ({
  LaunchTemplateId: group.template.id,
  LaunchTemplateName: group.template.name,
  Version: version,
});

export const memberView = (group: Group, member: Member): AS.Instance => ({
  InstanceId: member.id,
  InstanceType: member.type,
  AvailabilityZone: member.zone,
  LifecycleState: LIFECYCLE[member.state],
  HealthStatus: member.health,
  LaunchTemplate: templateOf(group, member.templateVersion),
  ProtectedFromScaleIn: member.protected,
});

export const groupView = (group: Group, zones: readonly string[]): AS.AutoScalingGroup => ({
  AutoScalingGroupName: group.name,
  AutoScalingGroupARN: group.arn,
  LaunchTemplate: templateOf(group, group.template.version),
  MinSize: group.min,
  MaxSize: group.max,
  DesiredCapacity: group.desired,
  DefaultCooldown: group.cooldown,
  AvailabilityZones: [...zones],
  LoadBalancerNames: [],
  TargetGroupARNs: group.targetGroupArns,
  HealthCheckType: group.healthCheckType,
  HealthCheckGracePeriod: group.grace,
  Instances: group.members.map((member) => memberView(group, member)),
  CreatedTime: new Date(group.at),
  SuspendedProcesses: group.suspended.map((ProcessName) => ({
    ProcessName,
    SuspensionReason: "User suspended",
  })),
  VPCZoneIdentifier: group.subnets.join(","),
  EnabledMetrics: group.metrics.map((Metric) => ({ Metric, Granularity: "1Minute" })),
  Tags: tagViews(group),
  TerminationPolicies: group.terminationPolicies,
  NewInstancesProtectedFromScaleIn: group.protectNew,
  CapacityRebalance: group.capacityRebalance,
  TrafficSources: group.targetGroupArns.map((Identifier) => ({ Identifier, Type: "elbv2" })),
  ...(group.warmup === undefined ? {} : { DefaultInstanceWarmup: group.warmup }),
  ...(group.maxInstanceLifetime === undefined ? {} : { MaxInstanceLifetime: group.maxInstanceLifetime }),
  ...(group.deleting ? { Status: "Delete in progress" } : {}),
});

export const tagViews = (group: Group): AS.TagDescription[] =>
  group.tags.map((tag) => ({
    ResourceId: group.name,
    ResourceType: "auto-scaling-group",
    Key: tag.key,
    Value: tag.value,
    PropagateAtLaunch: tag.propagate,
  }));

export const activityView = (group: Group, activity: Activity): AS.Activity => ({
  ActivityId: activity.id,
  AutoScalingGroupName: group.name,
  AutoScalingGroupARN: group.arn,
  Description: activity.description,
  Cause: activity.cause,
  StartTime: new Date(activity.startedAt),
  ...(activity.endedAt === undefined ? {} : { EndTime: new Date(activity.endedAt) }),
  StatusCode: activity.status,
  ...(activity.message ? { StatusMessage: activity.message } : {}),
  Progress: activity.progress,
  Details: activity.details,
});

export const activityViews = (group: Group): AS.Activity[] =>
  activitiesNewestFirst(group).map((activity) => activityView(group, activity));

export const hookView = (group: Group, hook: LifecycleHook): AS.LifecycleHook => ({
  LifecycleHookName: hook.name,
  AutoScalingGroupName: group.name,
  LifecycleTransition: hook.transition,
  HeartbeatTimeout: hook.heartbeatSeconds,
  GlobalTimeout: Math.min(172_800, hook.heartbeatSeconds * 100),
  DefaultResult: hook.defaultResult,
  ...(hook.metadata ? { NotificationMetadata: hook.metadata } : {}),
  ...(hook.roleArn ? { RoleARN: hook.roleArn } : {}),
  ...(hook.notificationArn ? { NotificationTargetARN: hook.notificationArn } : {}),
});

export const policyView = (group: Group, policy: ScalingPolicy, alarms: AS.Alarm[]): AS.ScalingPolicy => ({
  AutoScalingGroupName: group.name,
  PolicyName: policy.name,
  PolicyARN: policy.arn,
  PolicyType: policy.type,
  Enabled: policy.enabled,
  Alarms: alarms,
  StepAdjustments: policy.steps ?? [],
  ...(policy.adjustmentType ? { AdjustmentType: policy.adjustmentType } : {}),
  ...(policy.adjustment === undefined ? {} : { ScalingAdjustment: policy.adjustment }),
  ...(policy.minMagnitude === undefined ? {} : { MinAdjustmentMagnitude: policy.minMagnitude }),
  ...(policy.cooldown === undefined ? {} : { Cooldown: policy.cooldown }),
  ...(policy.aggregation ? { MetricAggregationType: policy.aggregation } : {}),
  ...(policy.warmup === undefined ? {} : { EstimatedInstanceWarmup: policy.warmup }),
  ...(policy.tracking ? { TargetTrackingConfiguration: policy.tracking } : {}),
});
