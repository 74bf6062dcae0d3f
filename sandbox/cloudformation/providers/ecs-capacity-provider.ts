import type { AutoScalingGroupProvider, AutoScalingGroupProviderUpdate } from "@aws-sdk/client-ecs";
import type { Mapping } from "../template/values";
import { strategyOf } from "./ecs-cluster";
import { retagEcs } from "./ecs-tags";
import { lowerFirst, mapping, mappings, physicalName, picked, tagsOf, text, texts, typed, upperFirst } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const NUMBERS = new Set(["TargetCapacity", "MinimumScalingStepSize", "MaximumScalingStepSize", "InstanceWarmupPeriod"]);

const groupProvider = (properties: Mapping) =>
  lowerFirst(
    typed(mapping(properties, "AutoScalingGroupProvider") ?? {}, NUMBERS, new Set()),
  ) as AutoScalingGroupProvider;

const describe = ({ tools, ctx, physicalId }: Call) =>
  tools.invoke("ecs", "DescribeCapacityProviders", { capacityProviders: [physicalId] }, ctx).capacityProviders?.[0];

/** AWS::ECS::CapacityProvider over an Auto Scaling group. Ref is the name. */
export const capacityProvider: Provider = {
  create(call) {
    const { tools, ctx, properties } = call;
    const name = text(properties, "Name") ?? physicalName(call);
    tools.invoke(
      "ecs",
      "CreateCapacityProvider",
      {
        name,
        autoScalingGroupProvider: groupProvider(properties),
        tags: tagsOf(call, mappings(properties, "Tags")).map((tag) => ({ key: tag.Key, value: tag.Value })),
      },
      ctx,
    );
    return name;
  },
  update(call) {
    const { tools, ctx, properties, physicalId } = call;
    const { autoScalingGroupArn: _, ...rest } = groupProvider(properties);
    const change: AutoScalingGroupProviderUpdate = rest;
    tools.invoke("ecs", "UpdateCapacityProvider", { name: physicalId, autoScalingGroupProvider: change }, ctx);
    retagEcs(call, describe(call)?.capacityProviderArn ?? "");
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ecs", "DeleteCapacityProvider", { capacityProvider: physicalId }, ctx));
  },
  pending(call, doing) {
    if (doing !== "delete") return false;
    const found = describe(call);
    return found !== undefined && found.status !== "INACTIVE";
  },
  actual(call) {
    const found = describe(call);
    return found && picked(upperFirst(found), "Name AutoScalingGroupProvider");
  },
};

function associate({ tools, ctx }: Call, properties: Mapping, providers: string[]): void {
  tools.invoke(
    "ecs",
    "PutClusterCapacityProviders",
    {
      cluster: text(properties, "Cluster") ?? "",
      capacityProviders: providers,
      defaultCapacityProviderStrategy: providers.length > 0 ? (strategyOf(properties) ?? []) : [],
    },
    ctx,
  );
}

/** AWS::ECS::ClusterCapacityProviderAssociations. Ref is the cluster's name. */
export const capacityProviderAssociations: Provider = {
  settle: 2000,
  create(call) {
    associate(call, call.properties, texts(call.properties, "CapacityProviders") ?? []);
    return text(call.properties, "Cluster") ?? "";
  },
  update(call) {
    associate(call, call.properties, texts(call.properties, "CapacityProviders") ?? []);
  },
  delete(call) {
    quietly(() => associate(call, call.properties, []));
  },
  pending({ tools, ctx, properties }, doing) {
    if (doing === "delete") return false;
    const input = { clusters: [text(properties, "Cluster") ?? ""] };
    return (
      tools.invoke("ecs", "DescribeClusters", input, ctx).clusters?.[0]?.attachmentsStatus === "UPDATE_IN_PROGRESS"
    );
  },
  actual({ tools, ctx, properties }) {
    const input = { clusters: [text(properties, "Cluster") ?? ""] };
    const found = tools.invoke("ecs", "DescribeClusters", input, ctx).clusters?.[0];
    return found?.status === "ACTIVE"
      ? picked(upperFirst(found), "CapacityProviders DefaultCapacityProviderStrategy")
      : undefined;
  },
};
