import { scalesTasks } from "@/lib/scaling/task-changes";
import type { Alarm, ScalableTarget, ScalingGroup } from "@/lib/scaling/types";
import { STACK_STATUS } from "@/lib/stacks/status";
import type { StackFacts } from "@/lib/stacks/types";
import type { Deployment, Health, ServiceFacts, Task } from "./types";
import { movedTags, runningVersions } from "./version";

export interface HealthInputs {
  readonly stack: StackFacts | null;
  /** null: the stack has no service, or none yet. */
  readonly service: ServiceFacts | null;
  /** null while unknown: counts then come from the service. */
  readonly tasks: readonly Task[] | null;
  readonly group: ScalingGroup | null;
  /** Between how many tasks the service is scaled; null where it is not, or not known. */
  readonly taskScaling?: ScalableTarget | null;
  readonly alarms: readonly Alarm[];
}

const tasksWord = (count: number) => (count === 1 ? "task" : "tasks");

/**
 * The one sentence of a row or header: the worst of stack, deployment, tasks and scaling, in that order. Alarms that
 * drive scaling are signals, never health; only at the group's cap does a high one become a warning.
 */
export function healthOf(inputs: HealthInputs): Health {
  const { stack, service, tasks } = inputs;
  if (!stack) return { tone: "muted", words: "Not known yet" };
  const meaning = STACK_STATUS[stack.status];
  if (!service) {
    return meaning.tone === "ok"
      ? { tone: "muted", words: "No ECS service in this stack" }
      : { tone: meaning.tone, words: meaning.words };
  }
  if (stack.status.startsWith("DELETE")) return { tone: meaning.tone, words: meaning.words };
  const primary = service.deployments.find((deployment) => deployment.status === "PRIMARY");
  const counted = countTasks(service, tasks);
  const progress = `${counted.healthy} of ${service.desired} ${tasksWord(service.desired)} healthy`;
  if (meaning.tone === "bad") return { tone: "bad", words: `${meaning.words} · ${progress}` };
  if (meaning.moving && meaning.tone === "warn") return { tone: "warn", words: `${meaning.words} · ${progress}` };
  if (primary?.rollout === "FAILED") {
    return { tone: "bad", words: `Deployment failed: ${primary.rolloutReason ?? "ECS gives no reason"}` };
  }
  if (primary?.rollout === "IN_PROGRESS") return deploying(primary, service, counted);
  if (meaning.moving) return { tone: "busy", words: `${meaning.words} · ${progress}` };
  return (
    shortOfTasks(service, counted) ??
    mixed(tasks) ??
    atCap(inputs) ??
    otherAlarms(inputs.alarms) ??
    (meaning.tone === "warn"
      ? { tone: "warn", words: `${meaning.words} · ${progress}` }
      : { tone: "ok", words: service.desired === 0 ? "No task is wanted" : progress })
  );
}

interface Counted {
  readonly healthy: number;
  readonly unhealthy: number;
  readonly running: number;
  readonly reason?: string;
}

function countTasks(service: ServiceFacts, tasks: readonly Task[] | null): Counted {
  if (!tasks) return { healthy: service.running, unhealthy: 0, running: service.running };
  const live = tasks.filter((task) => task.lastStatus === "RUNNING" && task.desiredStatus !== "STOPPED");
  const unhealthy = live.filter((task) => task.health === "unhealthy");
  const withoutCheck = service.targetGroupArn === undefined;
  return {
    healthy: live.filter((task) => task.health === "healthy" || (withoutCheck && task.health === "none")).length,
    unhealthy: unhealthy.length,
    running: live.length,
    reason: unhealthy[0]?.healthReason,
  };
}

function deploying(primary: Deployment, service: ServiceFacts, counted: Counted): Health {
  const what = primary.version ? `Deploying ${primary.version}` : "Deploying";
  const failed = primary.failed > 0 ? ` · ${primary.failed} failed to start` : "";
  return {
    tone: primary.failed > 0 ? "warn" : "busy",
    words: `${what} · ${primary.running} of ${service.desired} ${tasksWord(service.desired)} started, ${counted.healthy} healthy${failed}`,
  };
}

function shortOfTasks(service: ServiceFacts, counted: Counted): Health | null {
  const { desired } = service;
  if (desired === 0 && counted.running === 0) return null;
  if (counted.running === 0) return { tone: "bad", words: `None of ${desired} ${tasksWord(desired)} is running` };
  const why = counted.reason ? `: ${counted.reason}` : "";
  if (counted.healthy === 0) return { tone: "bad", words: `No task is healthy${why}` };
  if (counted.unhealthy > 0) {
    return { tone: "bad", words: `${counted.unhealthy} of ${desired} ${tasksWord(desired)} unhealthy${why}` };
  }
  if (counted.running < desired) {
    return { tone: "warn", words: `${counted.running} of ${desired} ${tasksWord(desired)} running` };
  }
  if (counted.healthy < desired) {
    return { tone: "warn", words: `${counted.healthy} of ${desired} ${tasksWord(desired)} healthy, others starting` };
  }
  return null;
}

function mixed(tasks: readonly Task[] | null): Health | null {
  const versions = runningVersions(tasks ?? []);
  const [moved] = movedTags(versions);
  if (moved) return { tone: "warn", words: `Tag ${moved} moved: its tasks run different images` };
  const names = [...new Set(versions.map(({ version }) => version))];
  return names.length > 1 ? { tone: "warn", words: `Versions mixed: ${names.join(" and ")}` } : null;
}

/** At its maximum and still asked for more: scaling can no longer help. */
function atCap({ group, taskScaling, service, alarms }: HealthInputs): Health | null {
  const high = alarms.filter((alarm) => alarm.direction === "out" && alarm.state === "ALARM");
  const tasks = high.find(scalesTasks);
  if (tasks && service && taskScaling && taskScaling.max > 0 && service.desired >= taskScaling.max) {
    return {
      tone: "warn",
      words: `At its cap of ${taskScaling.max} ${tasksWord(taskScaling.max)}, alarm ${tasks.name} still high`,
    };
  }
  const instances = high.find((alarm) => !scalesTasks(alarm));
  if (!instances || !group || group.max === 0 || group.desired < group.max) return null;
  const cap = group.max === 1 ? "1 instance" : `${group.max} instances`;
  return { tone: "warn", words: `At its cap of ${cap}, alarm ${instances.name} still high` };
}

function otherAlarms(alarms: readonly Alarm[]): Health | null {
  const ringing = alarms.filter((alarm) => !alarm.drivesScaling && alarm.state === "ALARM");
  const [first] = ringing;
  if (!first) return null;
  const more = ringing.length > 1 ? ` and ${ringing.length - 1} more` : "";
  return { tone: "warn", words: `Alarm ${first.name}${more}` };
}
