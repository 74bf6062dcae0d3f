/** CPU series, alarms and scaling activities in our own words. Times are ms since the epoch. */

export interface Series {
  readonly id: string;
  readonly label: string;
  readonly unit: "percent" | "count" | "seconds" | "per-minute";
  readonly periodSeconds: number;
  /** Oldest first; a gap is a point with null. */
  readonly points: readonly (readonly [at: number, value: number | null])[];
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly state: AlarmState;
  readonly stateReason?: string;
  readonly stateSince?: number;
  readonly metricName: string;
  readonly namespace: string;
  readonly comparison: string;
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly actionsEnabled: boolean;
  /** True when its actions are scaling policies: a signal, never health. */
  readonly drivesScaling: boolean;
  readonly direction?: "out" | "in";
  readonly policyArns: readonly string[];
}

/** A stretch of time an alarm stayed in one state; `to` is absent for the present one. */
export interface AlarmBand {
  readonly alarm: string;
  readonly state: AlarmState;
  readonly from: number;
  readonly to?: number;
  readonly reason?: string;
}

export interface ScalingActivity {
  readonly id: string;
  /** "tasks" when it set a service's desired count; absent when it changed a group's instances. */
  readonly of?: "tasks";
  readonly at: number;
  readonly endedAt?: number;
  readonly description: string;
  readonly cause: string;
  readonly status: string;
  readonly statusMessage?: string;
  readonly instanceId?: string;
  readonly zone?: string;
  /** What it did to the group's capacity, when the cause tells. */
  readonly change?: { from: number; to: number };
  /** The desired count that was set, where `of` is "tasks": AWS does not say what it was before. */
  readonly wanted?: number;
  readonly alarmName?: string;
  readonly policyName?: string;
}

export interface ScalingGroup {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly inService: number;
  readonly suspended: readonly string[];
  readonly instances: readonly {
    id: string;
    zone: string;
    lifecycle: string;
    health: string;
    type?: string;
  }[];
}

export interface ScalingPolicy {
  readonly name: string;
  readonly arn: string;
  readonly type: string;
  readonly adjustment?: number;
  readonly cooldownSeconds?: number;
  readonly target?: TrackedTarget;
  readonly alarms: readonly string[];
}

/** What target tracking keeps at which value. */
export interface TrackedTarget {
  /** A predefined metric's type or a metric's name: "ECSServiceAverageCPUUtilization", "CPUUtilization". */
  readonly metric: string;
  readonly value: number;
  /** False when it only ever adds. */
  readonly scalesIn: boolean;
}

/** Between how many tasks Application Auto Scaling may set a service's desired count. */
export interface ScalableTarget {
  readonly min: number;
  readonly max: number;
  /** What is suspended, in plain words. */
  readonly suspended: readonly string[];
}

/** How a service's number of tasks is scaled, beside or without a group of instances. */
export interface ServiceScaling extends ScalableTarget {
  readonly policies: readonly ScalingPolicy[];
  /** Newest first. */
  readonly activities: readonly ScalingActivity[];
}
