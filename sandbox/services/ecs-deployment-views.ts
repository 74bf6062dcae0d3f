import type * as ECS from "@aws-sdk/client-ecs";
import type { Service, ServiceDeployment, ServiceRevision } from "../world/ecs-records";
import type { Counts } from "./ecs-views";

const date = (at: number | undefined): Date | undefined => (at === undefined ? undefined : new Date(at));

const revisionSummary = (arn: string, counts: Counts | undefined): ECS.ServiceRevisionSummary => ({
  arn,
  requestedTaskCount: counts?.desired ?? 0,
  runningTaskCount: counts?.running ?? 0,
  pendingTaskCount: counts?.pending ?? 0,
});

export const serviceDeploymentBrief = (service: Service, record: ServiceDeployment): ECS.ServiceDeploymentBrief => ({
  serviceDeploymentArn: record.arn,
  serviceArn: service.arn,
  clusterArn: service.clusterArn,
  createdAt: new Date(record.createdAt),
  startedAt: date(record.startedAt),
  finishedAt: date(record.finishedAt),
  targetServiceRevisionArn: record.target,
  status: record.status as ECS.ServiceDeploymentStatus,
  ...(record.statusReason ? { statusReason: record.statusReason } : {}),
});

export const serviceDeploymentView = (
  service: Service,
  record: ServiceDeployment,
  countsOf: (revisionArn: string) => Counts | undefined,
): ECS.ServiceDeployment => ({
  serviceDeploymentArn: record.arn,
  serviceArn: service.arn,
  clusterArn: service.clusterArn,
  createdAt: new Date(record.createdAt),
  startedAt: date(record.startedAt),
  finishedAt: date(record.finishedAt),
  stoppedAt: date(record.stoppedAt),
  updatedAt: new Date(record.updatedAt),
  sourceServiceRevisions: record.sources.map((arn) => revisionSummary(arn, countsOf(arn))),
  targetServiceRevision: revisionSummary(record.target, countsOf(record.target)),
  status: record.status as ECS.ServiceDeploymentStatus,
  ...(record.statusReason ? { statusReason: record.statusReason } : {}),
  deploymentConfiguration: record.configuration,
  ...(record.rollback
    ? {
        rollback: {
          reason: record.rollback.reason,
          startedAt: new Date(record.rollback.startedAt),
          serviceRevisionArn: record.rollback.revisionArn,
        },
      }
    : {}),
  deploymentCircuitBreaker: {
    status: record.breaker.status as ECS.ServiceDeploymentRollbackMonitorsStatus,
    failureCount: record.breaker.failures,
    threshold: record.breaker.threshold,
  },
  alarms: { status: "DISABLED", alarmNames: [], triggeredAlarmNames: [] },
});

export const revisionView = (service: Service, revision: ServiceRevision): ECS.ServiceRevision => ({
  serviceRevisionArn: revision.arn,
  serviceArn: service.arn,
  clusterArn: service.clusterArn,
  taskDefinition: revision.definition,
  ...revision.spec,
  ...(revision.platformVersion ? { platformVersion: revision.platformVersion, platformFamily: "Linux" } : {}),
  loadBalancers: revision.spec.loadBalancers ?? [],
  containerImages: revision.images,
  guardDutyEnabled: false,
  createdAt: new Date(revision.createdAt),
});
