import type { ServiceEvent, Task } from "@/lib/services/types";

/** AWS's texts in plain words. The only place that matches messages; each row is tested. */
export interface Explained {
  readonly sentence: string;
  readonly nextStep?: string;
}

/** `Resource handler returned message: "…" (RequestToken: …)` → the message inside. */
export function unwrapReason(reason: string): string {
  const wrapped = /^Resource handler returned message: "(.*)" \(RequestToken: [^)]*\)$/s.exec(reason);
  return (wrapped?.[1] ?? reason).replace(/\s*\(Service: .*$/s, "").trim();
}

/** Resources that stop because another one failed. */
export const isFollower = (reason: string | undefined): boolean =>
  /^Resource (creation|update|deletion) cancelled/i.test(reason ?? "");

/** Reasons of an ECS service that only say that its tasks do not work: the tasks know more. */
export const pointsAtTasks = (reason: string): boolean =>
  /Circuit Breaker was triggered|did not stabilize|exceeded attempts to wait|tasks failed to start/i.test(reason);

type Rule = readonly [pattern: RegExp, explain: (match: RegExpExecArray, resource: string) => Explained];

const REASONS: readonly Rule[] = [
  [
    /is not authorized to perform:? ([\w-]+:[\w*]+)/i,
    (match) => ({
      sentence: `AWS did not allow ${match[1]}.`,
      nextStep: `Add ${match[1]} to the policy of the role that launches, then try again.`,
    }),
  ],
  [
    /access ?denied|not authorized|UnauthorizedOperation/i,
    (_, resource) => ({
      sentence: `AWS did not allow ${resource} to be made or changed.`,
      nextStep: "The message below names the missing permission; add it to the role that launches.",
    }),
  ],
  [
    /(ami-[0-9a-f]+)[^.]*(does not exist|not found|is not valid)|InvalidAMIID/i,
    (match) => ({
      sentence: `The machine image ${match[1] ?? ""} does not exist in this Region.`.replace("  ", " "),
      nextStep: "Choose the image again in the form: it offers the newest one of this Region.",
    }),
  ],
  [
    /parameter value (.*?) for parameter name (\S+) does not exist/i,
    (match) => ({
      sentence: `The value ${match[1]} of ${match[2]} does not exist in this account and Region.`,
      nextStep: `Choose another ${match[2]}.`,
    }),
  ],
  [
    /(?:Received (\d+) SUCCESS signal\(s\) out of (\d+))|Failed to receive (\d+) resource signal/i,
    (match, resource) => ({
      sentence:
        match[1] === undefined
          ? `No sign of life came from the instances of ${resource} in time.`
          : `Only ${match[1]} of ${match[2]} instances of ${resource} reported that they are ready.`,
      nextStep: "See the instances' system log: they may lack a way to the internet, or their start script failed.",
    }),
  ],
  [
    /AlreadyExists|already exists|already in use|DuplicateLoadBalancerName/i,
    (_, resource) => ({
      sentence: `Something with the name of ${resource} is there already.`,
      nextStep: "Delete the old one or choose another service or stage name.",
    }),
  ],
  [
    /InsufficientInstanceCapacity|insufficient .*capacity|not supported in your requested Availability Zone/i,
    () => ({
      sentence: "AWS has no instances of this type free in this zone now.",
      nextStep: "Choose another instance type or subnets in other zones.",
    }),
  ],
  [
    /LimitExceeded|quota|limit (has been )?(reached|exceeded)|maximum number of|VcpuLimitExceeded/i,
    (_, resource) => ({
      sentence: `A quota of this account is used up, so ${resource} could not be made.`,
      nextStep: "Delete what is not needed or ask for more under Service Quotas in the AWS console.",
    }),
  ],
  [
    /Circuit Breaker was triggered|tasks failed to start/i,
    () => ({ sentence: "The new tasks kept failing, so ECS stopped the deployment." }),
  ],
];

/** A failed resource's reason. What no rule knows is shown as AWS says it. */
export function explainReason(reason: string, resource: string): Explained {
  const text = unwrapReason(reason);
  for (const [pattern, explain] of REASONS) {
    const match = pattern.exec(text);
    if (match) return explain(match, resource);
  }
  return { sentence: `${resource} failed: ${text}` };
}

export const missingImage = (image: string): Explained => ({
  sentence: `The image ${image} does not exist in its registry.`,
  nextStep: "Deploy a tag that exists.",
});

const SOON_MS = 60_000;

/** Why a task stopped, when that is a fault of its own; undefined for tasks stopped by a deployment or by scaling. */
export function explainTask(task: Task): Explained | undefined {
  const reasons = [task.stoppedReason, ...task.containers.map(({ reason }) => reason)].filter(Boolean).join(" ");
  const broken = task.containers.find(({ exitCode, reason }) => (exitCode ?? 0) !== 0 || reason) ?? task.containers[0];
  const image = broken?.image ?? "its image";
  if (/CannotPull|pull image|manifest unknown/i.test(reasons)) {
    if (/not found|manifest unknown/i.test(reasons)) return missingImage(image);
    return {
      sentence: `The image ${image} could not be pulled.`,
      nextStep: "Check the registry and the instances' permission to pull.",
    };
  }
  if (/OutOfMemory/i.test(reasons)) {
    return {
      sentence: `The container ${broken?.name ?? ""} was killed: it used more memory than it may.`.replace("  ", " "),
      nextStep: "Give it more memory, or find out what fills it.",
    };
  }
  if (/failed ELB health checks/i.test(reasons)) {
    return {
      sentence: "The load balancer's health check failed, so ECS stopped the task.",
      nextStep: "Check the health check path and port, and how long the container needs to start.",
    };
  }
  if (/failed container health checks/i.test(reasons)) {
    return { sentence: "The container's own health check failed.", nextStep: "See its log for the reason." };
  }
  const exit = task.containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
  if (exit && /Essential container/i.test(task.stoppedReason ?? "")) {
    const lived = task.startedAt && task.stoppedAt ? task.stoppedAt - task.startedAt : undefined;
    const when = lived !== undefined && lived < SOON_MS ? "right after it started" : "while it ran";
    return {
      sentence: `The container ${exit.name} exited with code ${exit.exitCode} ${when}.`,
      nextStep: "Its last log lines are below; deploy a version that starts.",
    };
  }
  return undefined;
}

/** Service events that name a fault; undefined for the everyday ones. */
export function explainServiceEvent({ message }: ServiceEvent): Explained | undefined {
  const unhealthy = /\(port (\d+)\) is unhealthy in .*due to \(reason (.*)\)/.exec(message);
  if (unhealthy) {
    return {
      sentence: `The load balancer's health check on port ${unhealthy[1]} fails: ${unhealthy[2]}`.replace(/\.?$/, "."),
      nextStep: "Check the health check path and port, and how long the container needs to start.",
    };
  }
  const missing = /CannotPull.*failed to resolve ref (\S+): \S+: not found/.exec(message);
  if (missing?.[1]) return missingImage(missing[1]);
  const unplaced = /unable to place a task\.? (?:Reason: |because )(.*)/.exec(message);
  if (unplaced) return { sentence: `ECS could not place a task: ${unplaced[1]}` };
  if (/unable to consistently start tasks successfully/.test(message)) {
    return { sentence: "The service's tasks stop again soon after they start." };
  }
  return undefined;
}
