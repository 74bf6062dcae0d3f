import type { LifecycleHookSpecification } from "@aws-sdk/client-auto-scaling";
import { AwsError } from "../../wire/handler";
import type { Mapping } from "../template/values";
import { flag, mapping, mappings, number, ownTags, physicalName, picked, tagsOf, text, texts, typed } from "./fields";
import { type Call, HandlerError, type Provider, quietly } from "./provider";
import { beginRolling, rollingPending } from "./rolling-update";

const HOOK_NUMBERS = new Set(["HeartbeatTimeout"]);

/** What create and update say alike; members the template leaves out stay out. */
function settings(properties: Mapping) {
  const template = mapping(properties, "LaunchTemplate");
  const entries = {
    MinSize: number(properties, "MinSize"),
    MaxSize: number(properties, "MaxSize"),
    DesiredCapacity: number(properties, "DesiredCapacity"),
    DefaultCooldown: number(properties, "Cooldown"),
    DefaultInstanceWarmup: number(properties, "DefaultInstanceWarmup"),
    HealthCheckType: text(properties, "HealthCheckType"),
    HealthCheckGracePeriod: number(properties, "HealthCheckGracePeriod"),
    VPCZoneIdentifier: texts(properties, "VPCZoneIdentifier")?.join(","),
    AvailabilityZones: texts(properties, "AvailabilityZones"),
    TerminationPolicies: texts(properties, "TerminationPolicies"),
    NewInstancesProtectedFromScaleIn: flag(properties, "NewInstancesProtectedFromScaleIn"),
    CapacityRebalance: flag(properties, "CapacityRebalance"),
    MaxInstanceLifetime: number(properties, "MaxInstanceLifetime"),
    LaunchTemplate: template && {
      LaunchTemplateId: text(template, "LaunchTemplateId"),
      LaunchTemplateName: text(template, "LaunchTemplateName"),
      Version: text(template, "Version"),
    },
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

const groupTags = (call: Call, name: string) => {
  const own = mappings(call.properties, "Tags");
  return tagsOf(call, own).map((tag) => ({
    ...tag,
    ResourceId: name,
    ResourceType: "auto-scaling-group",
    PropagateAtLaunch: own.every((one) => text(one, "Key") !== tag.Key || flag(one, "PropagateAtLaunch") !== false),
  }));
};

const describe = ({ tools, ctx, physicalId }: Call) =>
  tools.invoke("autoscaling", "DescribeAutoScalingGroups", { AutoScalingGroupNames: [physicalId] }, ctx)
    .AutoScalingGroups?.[0];

function collectMetrics(call: Call, name: string): void {
  const [wanted] = mappings(call.properties, "MetricsCollection");
  if (!wanted) return;
  const metrics = texts(wanted, "Metrics");
  try {
    call.tools.invoke(
      "autoscaling",
      "EnableMetricsCollection",
      { AutoScalingGroupName: name, Granularity: "1Minute", ...(metrics ? { Metrics: metrics } : {}) },
      call.ctx,
    );
  } catch (error) {
    // Group metrics are nice to have: a sandbox without the call still makes the group.
    if (!(error instanceof AwsError) || error.status !== 501) throw error;
  }
}

/** AWS::AutoScaling::AutoScalingGroup. Of UpdatePolicy, AutoScalingRollingUpdate is carried out; without it instances stay. */
export const autoScalingGroup: Provider = {
  settle: 3000,
  patience: 12 * 3600 * 1000,
  announces: ["create"],
  create(call) {
    const { tools, ctx, properties } = call;
    const name = text(properties, "AutoScalingGroupName") ?? physicalName(call);
    const hooks = mappings(properties, "LifecycleHookSpecificationList");
    const targets = texts(properties, "TargetGroupARNs");
    tools.invoke(
      "autoscaling",
      "CreateAutoScalingGroup",
      {
        AutoScalingGroupName: name,
        MinSize: 0,
        MaxSize: 0,
        ...settings(properties),
        Tags: groupTags(call, name),
        ...(targets ? { TargetGroupARNs: targets } : {}),
        ...(hooks.length > 0
          ? { LifecycleHookSpecificationList: typed(hooks, HOOK_NUMBERS, new Set()) as LifecycleHookSpecification[] }
          : {}),
      },
      ctx,
    );
    call.made = name;
    collectMetrics(call, name);
    return name;
  },
  update(call) {
    const { tools, ctx, properties, physicalId, before } = call;
    const was = describe(call);
    const input = { AutoScalingGroupName: physicalId, ...settings(properties) };
    tools.invoke("autoscaling", "UpdateAutoScalingGroup", input, ctx);
    tools.invoke("autoscaling", "CreateOrUpdateTags", { Tags: groupTags(call, physicalId) }, ctx);
    const had = texts(before, "TargetGroupARNs") ?? [];
    const has = texts(properties, "TargetGroupARNs") ?? [];
    const gone = had.filter((arn) => !has.includes(arn));
    const fresh = has.filter((arn) => !had.includes(arn));
    const name = { AutoScalingGroupName: physicalId };
    if (gone.length > 0) {
      tools.invoke("autoscaling", "DetachLoadBalancerTargetGroups", { ...name, TargetGroupARNs: gone }, ctx);
    }
    if (fresh.length > 0) {
      tools.invoke("autoscaling", "AttachLoadBalancerTargetGroups", { ...name, TargetGroupARNs: fresh }, ctx);
    }
    beginRolling(call, was);
  },
  delete(call) {
    const { tools, ctx, physicalId } = call;
    const none = { AutoScalingGroupName: physicalId, MinSize: 0, MaxSize: 0, DesiredCapacity: 0 };
    if (describe(call)) tools.invoke("autoscaling", "UpdateAutoScalingGroup", none, ctx);
  },
  pending(call, doing) {
    const { tools, ctx, physicalId } = call;
    const group = describe(call);
    if (doing === "delete") {
      if (!group) return false;
      if ((group.Instances ?? []).length > 0) return true;
      quietly(() => tools.invoke("autoscaling", "DeleteAutoScalingGroup", { AutoScalingGroupName: physicalId }, ctx));
      return describe(call) !== undefined;
    }
    if (doing === "update" && rollingPending(call, group)) return true;
    const serving = (group?.Instances ?? []).filter((instance) => instance.LifecycleState === "InService").length;
    if (serving >= (group?.DesiredCapacity ?? 0)) return false;
    if (doing === "update") return true;
    const failed = tools
      .invoke("autoscaling", "DescribeScalingActivities", { AutoScalingGroupName: physicalId }, ctx)
      .Activities?.find((activity) => activity.StatusCode === "Failed");
    if (failed) {
      throw new HandlerError(
        `Group did not stabilize. {current/minimum/maximum group size} {${serving}/${group?.MinSize}/${group?.MaxSize}}. Failed Scaling Activity: ${failed.StatusMessage ?? failed.Description ?? ""}`,
        "NotStabilized",
      );
    }
    return true;
  },
  actual(call) {
    const found = describe(call);
    return (
      found && {
        ...picked(
          found,
          "MinSize MaxSize DesiredCapacity DefaultInstanceWarmup HealthCheckType HealthCheckGracePeriod LaunchTemplate TargetGroupARNs TerminationPolicies NewInstancesProtectedFromScaleIn CapacityRebalance MaxInstanceLifetime AutoScalingGroupName",
        ),
        Cooldown: found.DefaultCooldown,
        VPCZoneIdentifier: found.VPCZoneIdentifier?.split(","),
        Tags: ownTags(call, found.Tags),
      }
    );
  },
  read: (call) => ({ AutoScalingGroupARN: describe(call)?.AutoScalingGroupARN ?? "" }),
};
