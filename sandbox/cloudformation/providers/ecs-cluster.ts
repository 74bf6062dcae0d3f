import type { CreateClusterCommandInput, UpdateClusterCommandInput } from "@aws-sdk/client-ecs";
import { retagEcs } from "./ecs-tags";
import { lowerFirst, mapping, mappings, physicalName, picked, tagsOf, text, texts, typed, upperFirst } from "./fields";
import { type Call, type Provider, quietly } from "./provider";

const NUMBERS = new Set(["Weight", "Base"]);

function settings({ properties }: Call) {
  const wanted = mappings(properties, "ClusterSettings");
  const configuration = mapping(properties, "Configuration");
  return {
    ...(wanted.length > 0 ? { settings: lowerFirst(wanted) as UpdateClusterCommandInput["settings"] } : {}),
    ...(configuration
      ? { configuration: lowerFirst(configuration) as UpdateClusterCommandInput["configuration"] }
      : {}),
  };
}

export const strategyOf = (
  properties: Call["properties"],
): CreateClusterCommandInput["defaultCapacityProviderStrategy"] =>
  lowerFirst(
    typed(mappings(properties, "DefaultCapacityProviderStrategy"), NUMBERS, new Set()),
  ) as CreateClusterCommandInput["defaultCapacityProviderStrategy"];

const arnOf = ({ ctx, physicalId }: Call): string => `arn:aws:ecs:${ctx.region}:${ctx.account}:cluster/${physicalId}`;

/** AWS::ECS::Cluster. Ref is the name. */
export const cluster: Provider = {
  settle: 2000,
  create(call) {
    const { tools, ctx, properties } = call;
    const clusterName = text(properties, "ClusterName") ?? physicalName(call);
    const providers = texts(properties, "CapacityProviders");
    tools.invoke(
      "ecs",
      "CreateCluster",
      {
        clusterName,
        ...settings(call),
        ...(providers ? { capacityProviders: providers, defaultCapacityProviderStrategy: strategyOf(properties) } : {}),
        tags: tagsOf(call, mappings(properties, "Tags")).map((tag) => ({ key: tag.Key, value: tag.Value })),
      },
      ctx,
    );
    return clusterName;
  },
  update(call) {
    call.tools.invoke("ecs", "UpdateCluster", { cluster: call.physicalId, ...settings(call) }, call.ctx);
    retagEcs(call, arnOf(call));
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ecs", "DeleteCluster", { cluster: physicalId }, ctx));
  },
  actual({ tools, ctx, physicalId }) {
    const found = tools.invoke("ecs", "DescribeClusters", { clusters: [physicalId] }, ctx).clusters?.[0];
    if (found?.status !== "ACTIVE") return undefined;
    return {
      ...picked(upperFirst(found), "ClusterName Configuration CapacityProviders DefaultCapacityProviderStrategy"),
      ClusterSettings: upperFirst(found.settings),
    };
  },
  read: (call) => ({ Arn: arnOf(call) }),
};
