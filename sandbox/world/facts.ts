import type { Place } from "./seams";

/** What one part of the data centre tells the others the moment it happens. Not persisted: listeners act at once. */
export interface FactMap {
  /** EC2 reports the instance running. */
  "instance.running": { instanceId: string };
  /** The instance goes down: nothing on it answers any more. */
  "instance.stopping": { instanceId: string };
  "instance.terminated": { instanceId: string };
  /** The container agent on an instance registers with its cluster. */
  "agent.connected": { instanceId: string; cluster: string };
  "cluster.created": { cluster: string };
  /** A scaling policy was made, changed or removed. */
  "policy.put": { group: string; policyArn: string };
  "policy.removed": { group: string; policyArn: string };
  /** Boot script ran `cfn-signal`. */
  "boot.signalled": { stack: string; resource: string; region: string; uniqueId: string; success: boolean };
  /** A lifecycle hook holds an instance until somebody completes the action. */
  "hook.waiting": { group: string; instanceId: string; hook: string; token: string; transition: string };
  /** A load balancer's opinion of a target changed. */
  "target.changed": { targetGroupArn: string; targetId: string; port: number; state: string; description?: string };
  /** A task's containers have started. */
  "task.running": { taskId: string };
  /** A task went wrong by itself: it never started, its container exited, or its health checks failed. */
  "task.failed": { taskId: string; stage: "start" | "exit" | "health" };
  /** A container's own health check has come to a verdict. */
  "container.health": { taskId: string; health: "HEALTHY" | "UNHEALTHY" };
  "task.stopped": { taskId: string };
  /** A deregistered target has finished draining. */
  "target.gone": { targetGroupArn: string; targetId: string; port: number };
}

export interface Facts {
  on<K extends keyof FactMap>(fact: K, listener: (place: Place, data: FactMap[K]) => void): void;
  tell<K extends keyof FactMap>(fact: K, place: Place, data: FactMap[K]): void;
}

/** A board on which parts announce what happened; listeners run synchronously in the order they were put up. */
export function createFacts(): Facts {
  const listeners = new Map<string, ((place: Place, data: never) => void)[]>();
  return {
    on(fact, listener) {
      listeners.set(fact, [...(listeners.get(fact) ?? []), listener as (place: Place, data: never) => void]);
    },
    tell(fact, place, data) {
      for (const listener of listeners.get(fact) ?? []) listener(place, data as never);
    },
  };
}
