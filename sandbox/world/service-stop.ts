import { AwsError } from "../wire/handler";
import { type Deployments, primaryOf } from "./deployments";
import type { EcsStore } from "./ecs-store";
import type { Scheduler } from "./scheduler";
import type { Place } from "./seams";

/**
 * Stops a running service deployment: ROLLBACK turns back to the one before it, ABORT leaves everything as it is at that
 * moment. Throws ServiceDeploymentNotFoundException, or ConflictException for one that has ended.
 */
export function createStop(parts: { store: EcsStore; deployments: Deployments; scheduler: Scheduler }) {
  const { store, deployments, scheduler } = parts;
  return (place: Place, arn: string, stopType: string): void => {
    const service = store.ownerOf(place, arn);
    const record = service?.serviceDeployments.find((candidate) => candidate.arn === arn);
    if (!service || !record) {
      throw new AwsError(
        "ServiceDeploymentNotFoundException",
        "The service deployment ARN that you specified could not be found.",
      );
    }
    const primary = primaryOf(service);
    const turnsBack = record.rollback !== undefined;
    if (record.finishedAt !== undefined || primary?.serviceDeploymentArn !== record.arn) {
      throw new AwsError("ConflictException", "The service deployment is not in a state that allows this operation.");
    }
    if (turnsBack && stopType !== "ABORT") return;
    primary.rollout = "FAILED";
    primary.reason = `ECS deployment ${primary.id} stopped by user.`;
    const why = "Service deployment was stopped by a user and is being rolled back.";
    if (stopType === "ABORT") deployments.settle(record, "STOPPED", "Service deployment was aborted by a user.");
    else if (!deployments.rollBack(service, primary, why)) {
      deployments.settle(record, "STOPPED", "Service deployment stopped by a user.");
    }
    scheduler.look(place, service, 500);
  };
}
