import type { CapacityProviderStrategyItem } from "@aws-sdk/client-ecs";
import { AwsError } from "../wire/handler";
import type { CapacityProvider, Cluster } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Facts } from "./facts";
import type { ManagedScaling } from "./managed-scaling";
import type { Scaling } from "./scaling";
import type { Place } from "./seams";

export const DRAINING_HOOK = "ecs-managed-draining-termination-hook";

/** Clusters, and the capacity providers that tie them to Auto Scaling groups. */
export function createClusters(facts: Facts, store: EcsStore, scaling: Scaling, managed: ManagedScaling) {
  const requireProvider = (place: Place, nameOrArn: string): CapacityProvider => {
    const found = store.state(place).capacityProviders[nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1)];
    if (found) return found;
    throw new AwsError(
      "InvalidParameterException",
      "The specified capacity provider does not exist. Specify a valid name or ARN and try again.",
    );
  };
  const setHook = (place: Place, provider: CapacityProvider) => {
    if (!scaling.find(place, provider.groupName)) return;
    if (provider.managedDraining !== "ENABLED") {
      scaling.removeHook(place, provider.groupName, DRAINING_HOOK);
      return;
    }
    scaling.putHook(place, provider.groupName, {
      name: DRAINING_HOOK,
      transition: "autoscaling:EC2_INSTANCE_TERMINATING",
      heartbeatSeconds: 3600,
      defaultResult: "CONTINUE",
    });
  };
  /** ECS can only protect instances of a group that protects its new ones. */
  const checkProtection = (
    place: Place,
    wanted: Pick<CapacityProvider, "groupName" | "managedTerminationProtection" | "managedScaling">,
  ) => {
    if (wanted.managedTerminationProtection !== "ENABLED") return;
    if (wanted.managedScaling.status !== "ENABLED") {
      throw new AwsError(
        "InvalidParameterException",
        "The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, enable managed scaling for the capacity provider.",
      );
    }
    if (scaling.find(place, wanted.groupName)?.protectNew !== false) return;
    throw new AwsError(
      "InvalidParameterException",
      "The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, the Auto Scaling group must have instance protection from scale in enabled.",
    );
  };
  const refresh = (place: Place, names: readonly string[]) => {
    for (const name of names) {
      const provider = store.state(place).capacityProviders[name];
      if (provider) managed.refresh(place, provider);
    }
  };
  const checkProviders = (place: Place, names: readonly string[]) => {
    for (const name of names) if (!/^FARGATE(_SPOT)?$/.test(name)) requireProvider(place, name);
  };

  return {
    requireProvider,
    clusters: (place: Place): Cluster[] => Object.values(store.state(place).clusters),
    capacityProviders: (place: Place): CapacityProvider[] => Object.values(store.state(place).capacityProviders),

    /** Creates a cluster; one of that name that is active already is answered as it is, as on AWS. */
    createCluster(place: Place, wanted: Omit<Cluster, "arn" | "status">): Cluster {
      const { clusters } = store.state(place);
      const known = clusters[wanted.name];
      if (known?.status === "ACTIVE") return known;
      checkProviders(place, wanted.capacityProviders);
      const arn = `arn:aws:ecs:${place.region}:${place.account}:cluster/${wanted.name}`;
      const cluster: Cluster = { ...wanted, arn, status: "ACTIVE" };
      clusters[wanted.name] = cluster;
      refresh(place, cluster.capacityProviders);
      facts.tell("cluster.created", place, { cluster: cluster.name });
      return cluster;
    },

    updateCluster(
      place: Place,
      nameOrArn: string | undefined,
      changes: Partial<Pick<Cluster, "settings" | "configuration">>,
    ): Cluster {
      return Object.assign(store.cluster(place, nameOrArn), changes);
    },

    deleteCluster(place: Place, nameOrArn: string): Cluster {
      const cluster = store.cluster(place, nameOrArn);
      if (store.servicesIn(place, cluster.name).some((service) => service.status !== "INACTIVE")) {
        throw new AwsError(
          "ClusterContainsServicesException",
          "The Cluster cannot be deleted while Services are active.",
        );
      }
      if (store.instancesOf(place, cluster.name).length > 0) {
        throw new AwsError(
          "ClusterContainsContainerInstancesException",
          "The Cluster cannot be deleted while Container Instances are active or draining.",
        );
      }
      if (store.tasksIn(place, cluster.name).some((task) => task.status !== "STOPPED")) {
        throw new AwsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");
      }
      const had = cluster.capacityProviders;
      cluster.status = "INACTIVE";
      cluster.capacityProviders = [];
      cluster.defaultStrategy = [];
      refresh(place, had);
      return cluster;
    },

    setProviders(place: Place, nameOrArn: string, names: string[], strategy: CapacityProviderStrategyItem[]): Cluster {
      const cluster = store.cluster(place, nameOrArn);
      checkProviders(place, names);
      const stray = strategy.find((item) => !names.includes(item.capacityProvider ?? ""));
      if (stray) {
        throw new AwsError(
          "InvalidParameterException",
          `The capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.`,
        );
      }
      const touched = new Set([...cluster.capacityProviders, ...names]);
      cluster.capacityProviders = names;
      cluster.defaultStrategy = strategy;
      refresh(place, [...touched]);
      return cluster;
    },

    createProvider(place: Place, wanted: Omit<CapacityProvider, "arn" | "groupName">): CapacityProvider {
      const all = store.state(place).capacityProviders;
      if (all[wanted.name]) {
        throw new AwsError(
          "ClientException",
          `The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.`,
        );
      }
      const groupName = wanted.groupArn.slice(wanted.groupArn.lastIndexOf("/") + 1);
      if (!scaling.find(place, groupName)) {
        throw new AwsError(
          "ClientException",
          `The specified Auto Scaling group ARN is invalid. Specify a valid Auto Scaling group ARN and try again.`,
        );
      }
      if (Object.values(all).some((provider) => provider.groupName === groupName)) {
        throw new AwsError(
          "ClientException",
          "The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again.",
        );
      }
      checkProtection(place, { ...wanted, groupName });
      const provider: CapacityProvider = {
        ...wanted,
        groupName,
        arn: `arn:aws:ecs:${place.region}:${place.account}:capacity-provider/${wanted.name}`,
      };
      all[wanted.name] = provider;
      setHook(place, provider);
      return provider;
    },

    updateProvider(place: Place, nameOrArn: string, changes: Partial<CapacityProvider>): CapacityProvider {
      const provider = requireProvider(place, nameOrArn);
      checkProtection(place, { ...provider, ...changes });
      Object.assign(provider, changes);
      setHook(place, provider);
      managed.refresh(place, provider);
      return provider;
    },

    deleteProvider(place: Place, nameOrArn: string): CapacityProvider {
      const provider = requireProvider(place, nameOrArn);
      const user = Object.values(store.state(place).clusters).find((cluster) =>
        cluster.capacityProviders.includes(provider.name),
      );
      if (user) {
        throw new AwsError(
          "ClientException",
          `The capacity provider cannot be deleted because it is associated with cluster: ${user.name}. Remove the capacity provider from the cluster and try again.`,
        );
      }
      delete store.state(place).capacityProviders[provider.name];
      if (scaling.find(place, provider.groupName)) scaling.removeHook(place, provider.groupName, DRAINING_HOOK);
      return provider;
    },
  };
}
