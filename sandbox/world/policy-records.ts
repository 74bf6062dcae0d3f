import type { StepAdjustment, TargetTrackingConfiguration } from "@aws-sdk/client-auto-scaling";

/** A scaling policy as Auto Scaling keeps it. Times in seconds. */
export interface ScalingPolicy {
  name: string;
  arn: string;
  type: "SimpleScaling" | "StepScaling" | "TargetTrackingScaling";
  enabled: boolean;
  adjustmentType?: string;
  adjustment?: number;
  minMagnitude?: number;
  cooldown?: number;
  aggregation?: string;
  steps?: StepAdjustment[];
  warmup?: number;
  /** Most instances that ECS's managed scaling adds at once. */
  maxStep?: number;
  tracking?: TargetTrackingConfiguration;
}
