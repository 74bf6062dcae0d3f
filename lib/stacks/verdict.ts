import type { ScalingActivity } from "@/lib/scaling/types";
import type { ServiceEvent, Task } from "@/lib/services/types";
import { explainReason } from "./cause-reasons";
import { explainServiceEvent, explainTask } from "./cause-texts";

/** What is already clear before CloudFormation gives up. */
export interface Verdict {
  /** hopeless: the same fault came again and again. late: it takes longer than it should. */
  readonly kind: "hopeless" | "late";
  readonly sentence: string;
  readonly nextStep?: string;
}

/** As ECS's own circuit breaker at its smallest: three failures of one kind are no accident. */
const SAME_FAULT = 3;
/** Auto Scaling goes on trying by itself; two refusals of one kind are enough to know why. */
const SAME_REFUSAL = 2;

export interface VerdictEvidence {
  /** When the operation began, ms; older evidence is not its own. */
  readonly since: number;
  readonly tasks: readonly Task[];
  readonly serviceEvents: readonly ServiceEvent[];
  readonly activities: readonly ScalingActivity[];
}

/** "3 tasks failed the same way; this will not recover", as soon as that can be told; null before. Pure. */
export function earlyVerdict({ since, tasks, serviceEvents, activities }: VerdictEvidence): Verdict | null {
  const own = tasks.filter((task) => (task.createdAt ?? task.stoppedAt ?? 0) >= since);
  const byTask = mostOf(own.map(explainTask));
  if (byTask && byTask.count >= SAME_FAULT) {
    // The load balancer says why only in the service's events.
    const said = serviceEvents
      .filter(({ at }) => at >= since)
      .map(explainServiceEvent)
      .find((one) => one !== undefined);
    const known = /health check failed/.test(byTask.sentence) && said ? said : byTask;
    return {
      kind: "hopeless",
      sentence: `${byTask.count} tasks failed the same way; this will not recover. ${known.sentence}`,
      nextStep: known.nextStep,
    };
  }
  const refused = activities.filter(
    ({ at, status, statusMessage }) => at >= since && status === "Failed" && statusMessage,
  );
  const byGroup = mostOf(refused.map(({ statusMessage }) => explainReason(statusMessage ?? "", "The group")));
  if (byGroup && byGroup.count >= SAME_REFUSAL) {
    return {
      kind: "hopeless",
      sentence: `Auto Scaling was refused ${byGroup.count} times for the same reason; waiting will hardly help. ${byGroup.sentence}`,
      nextStep: byGroup.nextStep,
    };
  }
  return null;
}

interface Counted {
  readonly sentence: string;
  readonly nextStep?: string;
  readonly count: number;
}

function mostOf(found: readonly ({ sentence: string; nextStep?: string } | undefined)[]): Counted | undefined {
  const counts = new Map<string, Counted>();
  for (const one of found) {
    if (one) counts.set(one.sentence, { ...one, count: (counts.get(one.sentence)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0];
}

const MINUTE = 60_000;

/** How long a step may take before that is odd, ms: by type where AWS is known to be slow [judgement], else two minutes. */
const BUDGETS: Readonly<Record<string, number>> = {
  "AWS::AutoScaling::AutoScalingGroup": 6 * MINUTE,
  "AWS::ECS::Service": 6 * MINUTE,
  "AWS::ElasticLoadBalancingV2::LoadBalancer": 5 * MINUTE,
  "AWS::CertificateManager::Certificate": 30 * MINUTE,
  "AWS::RDS::DBInstance": 20 * MINUTE,
  "AWS::IAM::InstanceProfile": 4 * MINUTE,
  "AWS::Route53::RecordSet": 3 * MINUTE,
};
const OTHER_BUDGET = 2 * MINUTE;

/** The time a step may take: twice what it took last time, but never less than its kind usually needs. */
export const stepBudget = (type: string, lastMs?: number): number =>
  Math.max(BUDGETS[type] ?? OTHER_BUDGET, 2 * (lastMs ?? 0));
