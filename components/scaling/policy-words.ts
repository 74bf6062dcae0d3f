import type { ScalingPolicy } from "@/lib/scaling/types";
import { isManagedByEcs } from "./activities";

const METRICS: Readonly<Record<string, { words: string; unit: string }>> = {
  CPUUtilization: { words: "CPU", unit: "%" },
  ASGAverageCPUUtilization: { words: "the instances' CPU", unit: "%" },
  ECSServiceAverageCPUUtilization: { words: "CPU", unit: "%" },
  MemoryUtilization: { words: "memory", unit: "%" },
  ECSServiceAverageMemoryUtilization: { words: "memory", unit: "%" },
  CapacityProviderReservation: { words: "reserved capacity", unit: "%" },
  ALBRequestCountPerTarget: { words: "requests per target and minute", unit: "" },
};

/** A metric in plain words, by its own name or a predefined one's; one not known here keeps its name. */
export const metricWords = (name: string): { words: string; unit: string } =>
  METRICS[name] ?? { words: name, unit: "" };

/** What a policy does, in a line: "keeps CPU at 60%", "+1, cooldown 180 s". Pure. */
export function policyWords({ name, type, adjustment, cooldownSeconds, target }: ScalingPolicy): string {
  if (target) {
    const { words, unit } = metricWords(target.metric);
    const only = target.scalesIn ? "" : ", never removes";
    const ecs = isManagedByEcs(name) ? "; made by ECS for the capacity provider: instances follow what tasks need" : "";
    return `keeps ${words} at ${target.value}${unit}${only}${ecs}`;
  }
  const by = adjustment === undefined ? "" : `, ${adjustment > 0 ? `+${adjustment}` : `−${-adjustment}`}`;
  const cooldown = cooldownSeconds === undefined ? "" : `, cooldown ${cooldownSeconds} s`;
  return `${type}${by}${cooldown}`;
}
