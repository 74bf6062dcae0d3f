import { AwsError, type Handlers } from "../wire/handler";
import type { Ecs } from "../world/ecs";
import type { Cluster, ContainerInstance } from "../world/ecs-records";
import type { Place } from "../world/seams";
import { clusterView, containerInstanceView, providerView, tagsFrom } from "./ecs-views";
import { page } from "./paging";

const invalid = (message: string): never => {
  throw new AwsError("InvalidParameterException", message);
};

/** Clusters, capacity providers and container instances. */
export function createEcsClusterHandlers({ ecs }: { readonly ecs: Ecs }) {
  const { store } = ecs;
  const view = (place: Place, cluster: Cluster) =>
    clusterView(
      cluster,
      store.tasksIn(place, cluster.name),
      store.instancesOf(place, cluster.name),
      store.servicesIn(place, cluster.name),
    );
  const instanceView = (place: Place, host: ContainerInstance) => {
    const names = store.findCluster(place, host.cluster)?.capacityProviders ?? [];
    const provider = ecs
      .capacityProviders(place)
      .find((candidate) => candidate.groupName === host.group && names.includes(candidate.name));
    const tasks = ecs.containerInstances.tasksOn(place, host);
    return containerInstanceView(host, tasks, ecs.containerInstances.remaining(place, host), provider?.name);
  };

  return {
    CreateCluster: (input, ctx) => ({
      cluster: view(
        ctx,
        ecs.createCluster(ctx, {
          name: input.clusterName ?? "default",
          capacityProviders: input.capacityProviders ?? [],
          defaultStrategy: input.defaultCapacityProviderStrategy ?? [],
          settings: input.settings ?? [{ name: "containerInsights", value: "disabled" }],
          tags: tagsFrom(input.tags),
          ...(input.configuration ? { configuration: input.configuration } : {}),
        }),
      ),
    }),
    UpdateCluster: ({ cluster, settings, configuration }, ctx) => ({
      cluster: view(
        ctx,
        ecs.updateCluster(ctx, cluster, {
          ...(settings ? { settings } : {}),
          ...(configuration ? { configuration } : {}),
        }),
      ),
    }),
    UpdateClusterSettings: ({ cluster, settings }, ctx) => ({
      cluster: view(ctx, ecs.updateCluster(ctx, cluster, settings ? { settings } : {})),
    }),
    DeleteCluster: ({ cluster }, ctx) => ({ cluster: view(ctx, ecs.deleteCluster(ctx, cluster ?? "")) }),
    DescribeClusters: ({ clusters = ["default"] }, ctx) => {
      const found = clusters.map((ref) => ({ ref, cluster: store.findCluster(ctx, ref) }));
      return {
        clusters: found.flatMap(({ cluster }) => (cluster ? [view(ctx, cluster)] : [])),
        failures: found.flatMap(({ ref, cluster }) => (cluster ? [] : [missing(ctx, "cluster", ref)])),
      };
    },
    ListClusters: ({ maxResults, nextToken }, ctx) => {
      const active = ecs.clusters(ctx).filter((cluster) => cluster.status === "ACTIVE");
      const paged = page(active, nextToken, maxResults ?? 100);
      return { clusterArns: paged.items.map((cluster) => cluster.arn), ...token(paged.nextToken) };
    },
    PutClusterCapacityProviders: ({ cluster, capacityProviders, defaultCapacityProviderStrategy }, ctx) => ({
      cluster: view(
        ctx,
        ecs.setProviders(ctx, cluster ?? "", capacityProviders ?? [], defaultCapacityProviderStrategy ?? []),
      ),
    }),

    CreateCapacityProvider: ({ name, autoScalingGroupProvider, tags }, ctx) => {
      if (!autoScalingGroupProvider?.autoScalingGroupArn) invalid("An Auto Scaling group provider must be specified.");
      const provider = ecs.createProvider(ctx, {
        name: name ?? "",
        groupArn: autoScalingGroupProvider?.autoScalingGroupArn ?? "",
        managedScaling: autoScalingGroupProvider?.managedScaling ?? { status: "DISABLED" },
        managedTerminationProtection: autoScalingGroupProvider?.managedTerminationProtection ?? "DISABLED",
        managedDraining: autoScalingGroupProvider?.managedDraining ?? "ENABLED",
        tags: tagsFrom(tags),
      });
      return { capacityProvider: providerView(provider) };
    },
    UpdateCapacityProvider: ({ name, autoScalingGroupProvider }, ctx) => {
      const { managedScaling, managedTerminationProtection, managedDraining } = autoScalingGroupProvider ?? {};
      const provider = ecs.updateProvider(ctx, name ?? "", {
        ...(managedScaling ? { managedScaling } : {}),
        ...(managedTerminationProtection ? { managedTerminationProtection } : {}),
        ...(managedDraining ? { managedDraining } : {}),
      });
      return { capacityProvider: providerView(provider) };
    },
    DeleteCapacityProvider: ({ capacityProvider }, ctx) => ({
      capacityProvider: { ...providerView(ecs.deleteProvider(ctx, capacityProvider ?? "")), status: "INACTIVE" },
    }),
    DescribeCapacityProviders: ({ capacityProviders, maxResults, nextToken }, ctx) => {
      const all = ecs.capacityProviders(ctx);
      const wanted = capacityProviders?.map((ref) => ref.slice(ref.lastIndexOf("/") + 1));
      const found = all.filter((provider) => wanted?.includes(provider.name) ?? true);
      const absent = (wanted ?? []).filter((name) => !all.some((provider) => provider.name === name));
      const paged = page(found, nextToken, maxResults ?? 10);
      return {
        capacityProviders: paged.items.map(providerView),
        failures: absent.map((name) => missing(ctx, "capacity-provider", name)),
        ...token(paged.nextToken),
      };
    },

    ListContainerInstances: ({ cluster, status, maxResults, nextToken }, ctx) => {
      const { name } = store.cluster(ctx, cluster);
      const found = store.instancesOf(ctx, name).filter((host) => !status || host.status === status);
      const paged = page(found, nextToken, maxResults ?? 100);
      return { containerInstanceArns: paged.items.map((host) => host.arn), ...token(paged.nextToken) };
    },
    DescribeContainerInstances: ({ cluster, containerInstances }, ctx) => {
      const { name } = store.cluster(ctx, cluster);
      const found = (containerInstances ?? []).map((ref) => ({ ref, host: store.containerInstance(ctx, ref) }));
      const mine = (host: ContainerInstance | undefined) => (host?.cluster === name ? host : undefined);
      return {
        containerInstances: found.flatMap(({ host }) =>
          mine(host) ? [instanceView(ctx, host as ContainerInstance)] : [],
        ),
        failures: found.flatMap(({ ref, host }) => (mine(host) ? [] : [missing(ctx, "container-instance", ref)])),
      };
    },
    UpdateContainerInstancesState: ({ cluster, containerInstances, status }, ctx) => {
      if (status !== "ACTIVE" && status !== "DRAINING")
        invalid(`Container instance status should be one of [ACTIVE,DRAINING].`);
      const wanted = status === "DRAINING" ? "DRAINING" : "ACTIVE";
      const hosts = ecs.containerInstances.setState(ctx, cluster, containerInstances ?? [], wanted);
      return { containerInstances: hosts.map((host) => instanceView(ctx, host)), failures: [] };
    },
    DeregisterContainerInstance: ({ cluster, containerInstance, force }, ctx) => {
      const host = ecs.containerInstances.deregister(ctx, cluster, containerInstance ?? "", force ?? false);
      return { containerInstance: { ...instanceView(ctx, host), status: "INACTIVE" } };
    },
  } satisfies Handlers<"ecs">;
}

/** How ECS reports a name it does not know in a describe call. */
export const missing = (place: Place, kind: string, ref: string) => ({
  arn: ref.startsWith("arn:") ? ref : `arn:aws:ecs:${place.region}:${place.account}:${kind}/${ref}`,
  reason: "MISSING",
});

export const token = (nextToken: string | undefined) => (nextToken ? { nextToken } : {});
