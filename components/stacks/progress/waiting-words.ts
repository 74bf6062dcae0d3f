import { durationWords, plural } from "@/components/ui/format";
import type { ServiceParts } from "@/lib/live/types";
import type { Span, StackRun } from "@/lib/stacks/spans";
import type { StackEvent } from "@/lib/stacks/types";

type Seen = Pick<ServiceParts, "group" | "service" | "tasks" | "stackEvents">;

/** AWS is slow with these for reasons of its own, which is worth knowing. */
const KNOWN: Readonly<Record<string, string>> = {
  "AWS::ElasticLoadBalancingV2::LoadBalancer":
    "Waiting for AWS to make the load balancer; two to three minutes are usual",
  "AWS::IAM::InstanceProfile": "Waiting until IAM knows the instance profile everywhere; about two minutes are usual",
  "AWS::CertificateManager::Certificate": "Waiting until the certificate is validated by its DNS record",
  "AWS::Route53::RecordSet": "Waiting until the DNS record has reached all name servers; about a minute is usual",
};

/** "Waiting for 2 instances to signal, 1 of 2 so far". What is waited for right now, in words, of one step. */
export function waitingWords(span: Span, run: StackRun, seen: Seen): string {
  const verb = span.status.split("_")[0];
  if (verb === "DELETE") return `Waiting until ${span.logicalId} is deleted`;
  if (span.type === "AWS::AutoScaling::AutoScalingGroup") return signalWords(span, run, seen);
  if (span.type === "AWS::ECS::Service") return taskWords(span, seen);
  return KNOWN[span.type] ?? `Waiting for ${span.logicalId} (${span.type.replace(/^AWS::/, "").replaceAll("::", " ")})`;
}

const SIGNAL = /^Received SUCCESS signal with UniqueId (\S+)/;
const ASKED = /Waiting on (\d+) resource signal/;

/** Each instance that is ready says so once, in an event of the group's [aws-facts 4]. */
function signalWords(span: Span, run: StackRun, { group, stackEvents }: Seen): string {
  const own = (stackEvents.data ?? []).filter(
    (event: StackEvent) => event.logicalId === span.logicalId && event.at >= run.from,
  );
  const asked = own.map(({ reason }) => ASKED.exec(reason ?? "")?.[1]).find((count) => count !== undefined);
  const signals = new Set(own.map(({ reason }) => SIGNAL.exec(reason ?? "")?.[1]).filter((id) => id !== undefined));
  const wanted = asked ? Number(asked) : (group.data?.desired ?? 0);
  if (wanted === 0) return `Waiting for the instances of ${span.logicalId}`;
  if (asked) return `Waiting for ${plural(wanted, "new instance")} to signal; ${signals.size} ready in this update`;
  return `Waiting for ${plural(wanted, "instance")} to signal, ${signals.size} of ${wanted} so far`;
}

function taskWords(span: Span, { service, tasks }: Seen): string {
  const primary = service.data?.deployments.find(({ status }) => status === "PRIMARY");
  if (!primary) return `Waiting for the tasks of ${span.logicalId}`;
  const healthy = (tasks.data ?? []).filter(
    (task) =>
      task.taskDefinition === primary.taskDefinition && task.health === "healthy" && task.lastStatus === "RUNNING",
  ).length;
  const failed = primary.failed > 0 ? `; ${plural(primary.failed, "task")} failed meanwhile` : "";
  const count = service.data?.targetGroupArn
    ? `${primary.running} of ${primary.desired} running, ${healthy} healthy`
    : `${primary.running} of ${primary.desired} running`;
  return `Waiting for ${plural(primary.desired, "task")} of the new version, ${count}${failed}`;
}

/** ", last time this took 2 min 10 s", or what a first time has to go by. */
export const lastTimeWords = (lastMs: number | undefined): string =>
  lastMs === undefined
    ? "the first time here, so there is nothing to compare with"
    : `last time this took ${durationWords(lastMs)}`;
