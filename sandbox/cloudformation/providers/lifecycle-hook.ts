import { number, physicalName, picked, text } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

function put(call: Call, name: string): void {
  const { tools, ctx, properties } = call;
  const entries = {
    DefaultResult: text(properties, "DefaultResult"),
    HeartbeatTimeout: number(properties, "HeartbeatTimeout"),
    NotificationMetadata: text(properties, "NotificationMetadata"),
    NotificationTargetARN: text(properties, "NotificationTargetARN"),
    RoleARN: text(properties, "RoleARN"),
  };
  tools.invoke(
    "autoscaling",
    "PutLifecycleHook",
    {
      AutoScalingGroupName: text(properties, "AutoScalingGroupName") ?? "",
      LifecycleHookName: name,
      LifecycleTransition: text(properties, "LifecycleTransition") ?? "",
      ...Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)),
    },
    ctx,
  );
}

/** AWS::AutoScaling::LifecycleHook. */
export const lifecycleHook: Provider = {
  create(call) {
    const name = text(call.properties, "LifecycleHookName") ?? physicalName(call);
    put(call, name);
    return name;
  },
  update(call) {
    put(call, call.physicalId);
  },
  actual({ tools, ctx, properties, physicalId }) {
    const input = {
      AutoScalingGroupName: text(properties, "AutoScalingGroupName") ?? "",
      LifecycleHookNames: [physicalId],
    };
    const found = tools.invoke("autoscaling", "DescribeLifecycleHooks", input, ctx).LifecycleHooks?.[0];
    return (
      found &&
      picked(
        found,
        "LifecycleHookName LifecycleTransition HeartbeatTimeout DefaultResult NotificationMetadata NotificationTargetARN RoleARN",
      )
    );
  },
  delete({ tools, ctx, properties, physicalId }) {
    const input = {
      AutoScalingGroupName: text(properties, "AutoScalingGroupName") ?? "",
      LifecycleHookName: physicalId,
    };
    quietly(() => tools.invoke("autoscaling", "DeleteLifecycleHook", input, ctx));
  },
};
