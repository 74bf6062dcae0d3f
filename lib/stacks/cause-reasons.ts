import type { Explained } from "./cause-texts";

/** CloudFormation's reasons in plain words. Messages of resources are matched only here; each row is tested. */

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

/** Reasons of a group that only say that its instances did not report: its activities may know more. */
export const pointsAtInstances = (reason: string): boolean =>
  /SUCCESS signal\(s\) out of|Failed to receive \d+ resource signal/i.test(reason);

type Rule = readonly [pattern: RegExp, explain: (match: RegExpExecArray, resource: string) => Explained];

const RULES: readonly Rule[] = [
  [
    /Requires capabilities : \[([^\]]*)\]/,
    (match, resource) => ({
      sentence: `${resource} holds what CloudFormation makes only with ${match[1]}, and that was not given.`,
      nextStep: `Tick what it asks for under IAM in the review (CLI: --capabilities ${match[1]}), and launch again.`,
    }),
  ],
  [
    /is not authorized to perform:? ([\w-]+:[\w*]+)/i,
    (match, resource) => ({
      sentence: `AWS did not allow ${match[1]}, which ${resource} needs.`,
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
    /certificate '?([^' ]+)'? (?:must have|not found|.*does not exist)|UnsupportedCertificate|CertificateNotFound/i,
    (match, resource) => ({
      sentence: `${resource} cannot use the certificate ${match[1] ?? ""}: it is not issued, or is of another Region.`,
      nextStep: "Choose a certificate that is issued in the load balancer's own Region, or finish validating this one.",
    }),
  ],
  [
    /resource record set \[name='([^']+?)\.?', type='(\w+)'\] but it already exists/i,
    (match, resource) => ({
      sentence: `${resource} could not be made: the hosted zone has a record ${match[1]} (${match[2]}) already.`,
      nextStep: "Delete that record, or choose another name for this stage.",
    }),
  ],
  [
    /RRSet of type \w+ with DNS name (\S+?)\.? is not permitted because a conflicting RRSet of type (\w+)/i,
    (match, resource) => ({
      sentence: `${resource} could not be made: the hosted zone has a record ${match[1]} (${match[2]}) already.`,
      nextStep: "Delete that record, or choose another name for this stage.",
    }),
  ],
  [
    /VPC (vpc-\w+) has no internet gateway/i,
    (match, resource) => ({
      sentence: `${resource} could not be made: ${match[1]} has no internet gateway, so its subnets are not public.`,
      nextStep: "Choose public subnets of another VPC, or attach an internet gateway and route 0.0.0.0/0 to it.",
    }),
  ],
  [
    /with identifier '\{"\/properties\/LogGroupName":"([^"]+)"\}' already exists/,
    (match, resource) => ({
      sentence: `${resource} could not be made: the log group ${match[1]} is there already, left over from an earlier stack perhaps.`,
      nextStep: "Delete that log group (its lines go with it), or choose another service or stage name.",
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
          ? `${match[3]} of the instances of ${resource} did not report in time that they are ready.`
          : `Only ${match[1]} of ${match[2]} instances of ${resource} reported that they are ready.`,
      nextStep:
        "They were launched, so most likely they have no way to the internet: check that each subnet's route table leads to an internet gateway. Else see the instances' system log: the start script may have failed.",
    }),
  ],
  [
    /sufficient (\S+) capacity in the Availability Zone you requested \(([^)]+)\)/i,
    (match, resource) => ({
      sentence: `${resource} got no instance: AWS has no instances of type ${match[1]} free in ${match[2]} now.`,
      nextStep: "Choose another instance type, or subnets in other zones.",
    }),
  ],
  [
    /InsufficientInstanceCapacity|insufficient .*capacity|not supported in your requested Availability Zone/i,
    (_, resource) => ({
      sentence: `${resource} got no instance: AWS has no instances of this type free in this zone now.`,
      nextStep: "Choose another instance type, or subnets in other zones.",
    }),
  ],
  [
    /current vCPU limit of (\d+)|VcpuLimitExceeded/i,
    (match, resource) => ({
      sentence: `${resource} got no instance: the account's quota of ${match[1] ?? "its"} vCPUs is used up.`,
      nextStep:
        "Ask for more under Service Quotas (Running On-Demand Standard instances), or choose a smaller instance type.",
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
    /LimitExceeded|quota|limit (has been )?(reached|exceeded)|maximum number of/i,
    (_, resource) => ({
      sentence: `A quota of this account is used up, so ${resource} could not be made.`,
      nextStep: "Delete what is not needed or ask for more under Service Quotas in the AWS console.",
    }),
  ],
  [
    /Circuit Breaker was triggered|tasks failed to start/i,
    () => ({
      sentence: "The new tasks kept failing, so ECS stopped the deployment.",
      nextStep: "See the stopped tasks under Tasks for their reasons, and the logs for their last words.",
    }),
  ],
];

/** A message some rule knows, about `resource`; undefined for any other. */
export function explainKnown(message: string, resource: string): Explained | undefined {
  const text = unwrapReason(message);
  for (const [pattern, explain] of RULES) {
    const match = pattern.exec(text);
    if (match) return explain(match, resource);
  }
  return undefined;
}

/** A failed resource's reason. What no rule knows is shown as AWS says it. */
export const explainReason = (reason: string, resource: string): Explained =>
  explainKnown(reason, resource) ?? { sentence: `${resource} failed: ${unwrapReason(reason)}` };
