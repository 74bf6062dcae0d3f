import type { DeploymentConfiguration } from "@aws-sdk/client-ecs";
import type { Deployment, Service, ServiceDeployment, ServiceSpec, TaskDefinition } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Kernel } from "./kernel";
import { launchesOn } from "./scheduler-view";
import type { Images, Place } from "./seams";
import { EVENT_TEXTS, writeEvent } from "./service-events";
import { PLATFORM } from "./task-network";

/** ECS keeps service deployments and revisions for long; the newest are enough here. */
const KEPT = 60;

export type Deployments = ReturnType<typeof createDeployments>;

export const primaryOf = (service: Service): Deployment | undefined =>
  service.deployments.find((deployment) => deployment.status === "PRIMARY");

/**
 * How many failures open the circuit breaker for a service of that size: half the desired count, at least 3 and at most
 * 200, unless the service says otherwise. Source: aws-facts.md section 2.2; ECS ThresholdConfiguration.
 */
export function breakerThreshold(configuration: DeploymentConfiguration, desired: number): number {
  const own = configuration.deploymentCircuitBreaker?.thresholdConfiguration;
  const value = own?.value ?? 50;
  if (own?.type === "COUNT") return Math.max(1, value);
  const share = Math.ceil((value / 100) * desired);
  return own?.type === "UNBOUNDED_PERCENT" ? Math.max(1, share) : Math.min(200, Math.max(3, share));
}

/** What of a service's settings a revision keeps. */
const frozen = ({ launchType, capacityProviderStrategy, networkConfiguration, loadBalancers }: ServiceSpec) => ({
  ...(launchType ? { launchType } : {}),
  ...(capacityProviderStrategy ? { capacityProviderStrategy } : {}),
  ...(networkConfiguration ? { networkConfiguration } : {}),
  ...(loadBalancers ? { loadBalancers } : {}),
});

/** Beginning, completing, failing and rolling back a service's deployments. Source: aws-facts.md section 2.2. */
export function createDeployments(kernel: Kernel, store: EcsStore, images: Images) {
  const recordOf = (service: Service, deployment: Deployment): ServiceDeployment | undefined =>
    service.serviceDeployments.find((record) => record.arn === deployment.serviceDeploymentArn);

  const settle = (record: ServiceDeployment | undefined, status: string, reason?: string) => {
    if (!record || record.finishedAt !== undefined) return;
    record.status = status;
    record.updatedAt = kernel.now();
    record.finishedAt = kernel.now();
    if (status === "STOPPED") record.stoppedAt = kernel.now();
    if (reason) record.statusReason = reason;
    if (record.breaker.status === "MONITORING") record.breaker.status = "MONITORING_COMPLETE";
  };

  const breakerActs = (place: Place, service: Service): boolean =>
    service.configuration.deploymentCircuitBreaker?.enable === true &&
    (service.scheduling !== "DAEMON" || store.state(place).breakerOnDaemon);

  /** Turns back to the newest deployment that once completed. False when there is none. */
  const rollBack = (service: Service, failed: Deployment, why: string): boolean => {
    const back = service.deployments.find((candidate) => candidate !== failed && candidate.rollout === "COMPLETED");
    const record = recordOf(service, failed);
    if (!back) return false;
    failed.status = "ACTIVE";
    back.status = "PRIMARY";
    back.rollout = "IN_PROGRESS";
    back.reason = `ECS deployment circuit breaker: rolling back to deploymentId ${back.id}`;
    back.updatedAt = kernel.now();
    back.failedTasks = 0;
    back.neverRan = 0;
    back.startsFrom = 0;
    service.deployments = [back, ...service.deployments.filter((deployment) => deployment !== back)];
    service.definition = back.definition;
    back.serviceDeploymentArn = failed.serviceDeploymentArn;
    if (record) {
      record.status = "ROLLBACK_IN_PROGRESS";
      record.updatedAt = kernel.now();
      record.rollback = { reason: why, startedAt: kernel.now(), revisionArn: back.revisionArn };
    }
    writeEvent(kernel, service, EVENT_TEXTS.rollingBack(service.name, back.id), 1);
    service.steady = false;
    return true;
  };

  return {
    recordOf,
    breakerActs,
    rollBack,

    /** Makes a new PRIMARY deployment of a task definition; tags are resolved to digests now, and stay. */
    begin(place: Place, service: Service, definition: TaskDefinition): Deployment {
      const state = store.state(place);
      const now = kernel.now();
      const base = `arn:aws:ecs:${place.region}:${place.account}:`;
      const within = `${service.cluster}/${service.name}`;
      const digests: Record<string, string> = {};
      for (const container of definition.spec.containerDefinitions ?? []) {
        const found = container.image ? images.find(place, container.image) : undefined;
        if (found && "digest" in found && container.versionConsistency !== "disabled") {
          digests[container.name ?? ""] = found.digest;
        }
      }
      const old = primaryOf(service);
      const revisionArn = `${base}service-revision/${within}/${kernel.digits(19)}`;
      service.revisions.unshift({
        arn: revisionArn,
        createdAt: now,
        definition: definition.arn,
        spec: frozen(service.spec),
        ...(launchesOn(service.spec.capacityProviderStrategy ?? [], service.spec.launchType) === "FARGATE"
          ? { platformVersion: PLATFORM }
          : {}),
        images: (definition.spec.containerDefinitions ?? []).map((container) => ({
          containerName: container.name ?? "",
          image: container.image ?? "",
          ...(digests[container.name ?? ""] ? { imageDigest: digests[container.name ?? ""] ?? "" } : {}),
        })),
      });
      const deployment: Deployment = {
        id: `ecs-svc/${kernel.digits(19)}`,
        status: "PRIMARY",
        definition: definition.arn,
        revisionArn,
        serviceDeploymentArn: `${base}service-deployment/${within}/${kernel.alphanumeric(21)}`,
        createdAt: now,
        updatedAt: now,
        rollout: "IN_PROGRESS",
        reason: "",
        failedTasks: 0,
        neverRan: 0,
        startsFrom: 0,
        begun: false,
        digests,
        fault: state.nextFault,
      };
      deployment.reason = `ECS deployment ${deployment.id} in progress.`;
      state.nextFault = "none";
      for (const record of service.serviceDeployments) {
        settle(record, "STOPPED", "Service deployment was stopped because a new service deployment was started.");
      }
      for (const other of service.deployments) other.status = "ACTIVE";
      service.deployments.unshift(deployment);
      service.serviceDeployments.unshift({
        arn: deployment.serviceDeploymentArn,
        deploymentId: deployment.id,
        createdAt: now,
        updatedAt: now,
        status: "PENDING",
        sources: old ? [old.revisionArn] : [],
        target: revisionArn,
        configuration: service.configuration,
        breaker: { status: breakerActs(place, service) ? "MONITORING" : "DISABLED", failures: 0, threshold: 3 },
      });
      service.serviceDeployments.length = Math.min(service.serviceDeployments.length, KEPT);
      service.revisions.length = Math.min(service.revisions.length, KEPT);
      service.definition = definition.arn;
      service.steady = false;
      delete service.complaint;
      return deployment;
    },

    /** The scheduler has looked at the deployment for the first time. */
    started(service: Service, deployment: Deployment): void {
      deployment.begun = true;
      const record = recordOf(service, deployment);
      if (record?.status !== "PENDING") return;
      record.status = "IN_PROGRESS";
      record.startedAt = kernel.now();
      record.updatedAt = kernel.now();
    },

    complete(service: Service, deployment: Deployment): void {
      const record = recordOf(service, deployment);
      const wasRollback = record?.rollback !== undefined;
      deployment.rollout = "COMPLETED";
      deployment.reason = `ECS deployment ${deployment.id} completed.`;
      deployment.updatedAt = kernel.now();
      deployment.failedTasks = 0;
      service.deployments = [deployment];
      settle(
        record,
        wasRollback ? "ROLLBACK_SUCCESSFUL" : "SUCCESSFUL",
        wasRollback ? record.rollback?.reason : undefined,
      );
      writeEvent(kernel, service, EVENT_TEXTS.completed(service.name, deployment.id));
    },

    /** Counts a failed task; opens the circuit breaker when that was one too many. True when it did. */
    countFailure(place: Place, service: Service, deployment: Deployment, desired: number): boolean {
      if (deployment.rollout !== "IN_PROGRESS") return false;
      deployment.failedTasks++;
      deployment.updatedAt = kernel.now();
      const record = recordOf(service, deployment);
      const threshold = breakerThreshold(service.configuration, desired);
      if (record && !record.rollback) {
        record.breaker.failures = deployment.failedTasks;
        record.breaker.threshold = threshold;
      }
      const isRollback = record?.rollback !== undefined;
      if (isRollback || !breakerActs(place, service) || deployment.failedTasks < threshold) return false;
      deployment.rollout = "FAILED";
      deployment.reason = "ECS deployment circuit breaker: tasks failed to start.";
      if (record) record.breaker.status = "TRIGGERED";
      writeEvent(kernel, service, EVENT_TEXTS.failed(service.name, deployment.id));
      const why = "Service deployment rolled back because the circuit breaker threshold was exceeded.";
      if (service.configuration.deploymentCircuitBreaker?.rollback && rollBack(service, deployment, why)) return true;
      const reason = "Service deployment failed because the circuit breaker threshold was exceeded.";
      settle(record, "STOPPED", reason);
      return true;
    },

    settle,
  };
}
