import type { HealthCheck } from "@aws-sdk/client-ecs";
import type { ImageBehaviour } from "./seams";

/** Verdict of a container's own health check, and how many seconds after its start it falls. */
export interface Verdict {
  readonly health: "HEALTHY" | "UNHEALTHY";
  readonly afterSeconds: number;
}

/**
 * What a health check of a task definition makes of an image. Checks run every interval; failures in the start period do
 * not count, and so many in a row after it make the container UNHEALTHY. Source: ECS HealthCheck (defaults 30 s, 3, 0 s).
 */
export function verdictOf(check: HealthCheck, behaviour: ImageBehaviour): Verdict {
  const interval = check.interval ?? 30;
  const failsAfter = (check.startPeriod ?? 0) + (check.retries ?? 3) * interval;
  const answersAfter = Math.max(1, Math.ceil(behaviour.startSeconds / interval)) * interval;
  const answers = behaviour.healthStatus >= 200 && behaviour.healthStatus < 400;
  return answers && answersAfter <= failsAfter
    ? { health: "HEALTHY", afterSeconds: answersAfter }
    : { health: "UNHEALTHY", afterSeconds: failsAfter };
}
