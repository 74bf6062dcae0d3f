import type {
  NotScaledReason,
  StepScalingPolicyConfiguration,
  TargetTrackingScalingPolicyConfiguration,
} from "@aws-sdk/client-application-auto-scaling";
import type { Tags } from "./shelf";

/** A scaling policy of a service. */
export interface ServicePolicy {
  name: string;
  arn: string;
  type: "StepScaling" | "TargetTrackingScaling";
  createdAt: number;
  step?: StepScalingPolicyConfiguration;
  tracking?: TargetTrackingScalingPolicyConfiguration;
}

export interface ServiceActivity {
  id: string;
  description: string;
  cause: string;
  startedAt: number;
  endedAt?: number;
  status: "InProgress" | "Successful" | "Overridden" | "Failed";
  message?: string;
  /** What the desired count was set to. */
  wanted?: number;
  /** Only of activities that scaled nothing. */
  notScaled?: NotScaledReason[];
}

/** A change of the desired count that a cooldown (seconds) follows. */
export interface Change {
  at: number;
  /** The count before it. */
  from: number;
  cooldown: number;
}

/** The desired count of one ECS service, as Application Auto Scaling looks after it. */
export interface ScalableTarget {
  resourceId: string;
  dimension: string;
  cluster: string;
  service: string;
  arn: string;
  min: number;
  max: number;
  roleArn: string;
  createdAt: number;
  suspended: { scaleIn: boolean; scaleOut: boolean; scheduled: boolean };
  policies: ServicePolicy[];
  /** Newest first. */
  activities: ServiceActivity[];
  lastOut?: Change;
  lastIn?: Change;
  tags: Tags;
}
