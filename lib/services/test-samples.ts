import type { Alarm, ScalingGroup } from "@/lib/scaling/types";
import type { StackFacts } from "@/lib/stacks/types";
import type { Deployment, ServiceFacts, Task } from "./types";

/** Whole records for tests; each test says only what matters to it. */

export const stackOf = (more: Partial<StackFacts> = {}): StackFacts => ({
  stackId: "arn:aws:cloudformation:us-east-1:1:stack/orders/1",
  name: "orders",
  status: "CREATE_COMPLETE",
  createdAt: 1,
  parameters: [],
  outputs: [],
  tags: [],
  terminationProtection: false,
  capabilities: [],
  ...more,
});

export const deploymentOf = (more: Partial<Deployment> = {}): Deployment => ({
  id: "ecs-svc/1",
  status: "PRIMARY",
  rollout: "COMPLETED",
  taskDefinition: "web:1",
  desired: 2,
  running: 2,
  pending: 0,
  failed: 0,
  createdAt: 1,
  updatedAt: 1,
  ...more,
});

export const serviceOf = (more: Partial<ServiceFacts> = {}): ServiceFacts => ({
  clusterName: "orders",
  clusterArn: "arn:aws:ecs:us-east-1:1:cluster/orders",
  serviceName: "web",
  serviceArn: "arn:aws:ecs:us-east-1:1:service/orders/web",
  status: "ACTIVE",
  scheduling: "DAEMON",
  desired: 2,
  running: 2,
  pending: 0,
  taskDefinition: "web:1",
  deployments: [deploymentOf()],
  targetGroupArn: "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/t/1",
  createdAt: 1,
  ...more,
});

export const taskOf = (more: Partial<Task> = {}): Task => ({
  id: "t1",
  arn: "arn:aws:ecs:us-east-1:1:task/orders/t1",
  lastStatus: "RUNNING",
  desiredStatus: "RUNNING",
  health: "healthy",
  version: "1.4.2",
  digest: "sha256:aa",
  taskDefinition: "web:1",
  deploymentId: "ecs-svc/1",
  containers: [],
  ...more,
});

export const groupOf = (more: Partial<ScalingGroup> = {}): ScalingGroup => ({
  name: "g",
  min: 1,
  max: 4,
  desired: 2,
  inService: 2,
  suspended: [],
  instances: [],
  ...more,
});

export const alarmOf = (more: Partial<Alarm> = {}): Alarm => ({
  name: "cpu-high",
  arn: "arn:aws:cloudwatch:us-east-1:1:alarm:cpu-high",
  state: "OK",
  metricName: "CPUUtilization",
  namespace: "AWS/ECS",
  comparison: "GreaterThanThreshold",
  threshold: 75,
  periodSeconds: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  actionsEnabled: true,
  drivesScaling: true,
  direction: "out",
  policyArns: [],
  ...more,
});
