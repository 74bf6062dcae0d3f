import type { Tone } from "@/lib/stacks/types";

/** Our own picture of an ECS service and its parts. Times are ms since the epoch, percentages 0–100 (may pass 100). */

export interface ServiceFacts {
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly serviceName: string;
  readonly serviceArn: string;
  readonly status: string;
  readonly scheduling: "DAEMON" | "REPLICA";
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly taskDefinition: string;
  readonly deployments: readonly Deployment[];
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly targetGroupArn?: string;
  /** True when its tasks run on Fargate: there are no instances then. */
  readonly fargate?: true;
  /** Its capacity providers, where it has a strategy. */
  readonly capacityProviders?: readonly string[];
  readonly createdAt: number;
}

export interface Deployment {
  readonly id: string;
  readonly status: "PRIMARY" | "ACTIVE" | "INACTIVE";
  readonly rollout: "IN_PROGRESS" | "COMPLETED" | "FAILED" | null;
  readonly rolloutReason?: string;
  readonly taskDefinition: string;
  readonly desired: number;
  readonly running: number;
  readonly pending: number;
  readonly failed: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Image tag of the service's main container, e.g. "1.5.0". */
  readonly version?: string;
  readonly image?: string;
}

export interface ServiceEvent {
  readonly id: string;
  readonly at: number;
  readonly message: string;
}

export interface Task {
  readonly id: string;
  readonly arn: string;
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly health: "healthy" | "unhealthy" | "starting" | "draining" | "none";
  /** The target group's own reason while not healthy, e.g. "Target.Timeout". */
  readonly healthReason?: string;
  readonly version?: string;
  readonly digest?: string;
  readonly taskDefinition: string;
  readonly deploymentId?: string;
  /** Absent on Fargate, and for a stopped task whose instance is gone. */
  readonly instanceId?: string;
  readonly fargate?: true;
  readonly containerInstanceArn?: string;
  readonly zone?: string;
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly containers: readonly {
    name: string;
    image: string;
    digest?: string;
    lastStatus?: string;
    exitCode?: number;
    reason?: string;
    /** CloudWatch log group and stream, when the container uses awslogs. */
    log?: { group: string; stream: string };
  }[];
}

/** Which versions run now: tasks by image digest. More than one outside a deployment is a finding. */
export interface RunningVersion {
  readonly version: string;
  readonly digest?: string;
  readonly tasks: number;
}

/** The one sentence a row or header shows: the worst of stack, deployment and health. */
export interface Health {
  readonly tone: Tone;
  readonly words: string;
}

/** One row of the fleet page. */
export interface FleetRow {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly service: string;
  readonly stage: string;
  readonly health: Health;
  readonly version?: string;
  readonly runningTasks: number;
  readonly desiredTasks: number;
  readonly instances?: { inService: number; max: number };
  /** CPU percentages of the last three hours, three minutes each, newest last; null where there is no datapoint. */
  readonly cpu: readonly (number | null)[];
  readonly cpuNow: number | null;
  /** Alarms that drive scaling are signals, never health. */
  readonly alarms: { readonly inAlarm: number; readonly total: number; readonly words: string };
  readonly lastChangeAt?: number;
}

/** What an operation's end is judged by: read straight from AWS, not from a page's snapshot. */
export interface ServiceObservation {
  /** False when the stack holds no ECS service: its end is the stack's end alone. */
  readonly hasService: boolean;
  /** Targets (or, without a load balancer, running tasks) that are healthy and belong to the primary deployment. */
  readonly healthy: number;
  readonly wanted: number;
  readonly rollout: "IN_PROGRESS" | "COMPLETED" | "FAILED" | null;
  readonly rolloutReason?: string;
  readonly versions: readonly RunningVersion[];
  readonly image?: string;
  readonly digest?: string;
  /** Newest first. */
  readonly stoppedTasks: readonly Task[];
  readonly events: readonly ServiceEvent[];
}
