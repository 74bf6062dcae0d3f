import { splitImage } from "@/lib/templates/image";
import type { TemplateLinks } from "./picture";
import type { StackFacts, StackResource } from "./types";

/** One thing a deletion takes away or leaves, in words. */
export interface DeletionFact {
  readonly what: string;
  readonly detail: string;
}

/** What deleting a stack means, for the person who decides it. */
export interface DeletionPlan {
  readonly lost: readonly DeletionFact[];
  readonly kept: readonly DeletionFact[];
  /** What an earlier deletion could not remove: only these may be left behind [aws-facts 1.6]. */
  readonly stuck: readonly { readonly logicalId: string; readonly type: string; readonly reason?: string }[];
}

export interface DeletionEvidence {
  readonly stack: StackFacts;
  readonly resources: readonly StackResource[];
  readonly links: TemplateLinks;
  /** Log groups by physical id, as far as they could be read. */
  readonly logGroups: ReadonlyMap<string, { readonly storedBytes: number; readonly retentionDays?: number }>;
  /** The image that runs, when that is known. */
  readonly image?: string;
}

const LOG_GROUP = "AWS::Logs::LogGroup";
const RECORD = /^AWS::Route53::RecordSet/;
const LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";

/** What goes and what stays. Pure; a resource is kept where its DeletionPolicy is Retain [AWS: DeletionPolicy attribute]. */
export function deletionPlan({ stack, resources, links, logGroups, image }: DeletionEvidence): DeletionPlan {
  const there = resources.filter(({ status }) => status !== "DELETE_COMPLETE" && status !== "DELETE_SKIPPED");
  const retained = ({ logicalId }: StackResource) => /^Retain/.test(links[logicalId]?.deletionPolicy ?? "");
  const snapshot = ({ logicalId }: StackResource) => links[logicalId]?.deletionPolicy === "Snapshot";
  const going = there.filter((one) => !retained(one));
  const named = ({ logicalId, physicalId }: StackResource) => physicalId ?? logicalId;

  const lost: DeletionFact[] = [];
  for (const group of going.filter(({ type }) => type === LOG_GROUP)) {
    lost.push({ what: `Log group ${named(group)}`, detail: logWords(logGroups.get(named(group))) });
  }
  for (const record of going.filter(({ type }) => RECORD.test(type))) {
    lost.push({ what: `DNS record ${named(record)}`, detail: "The name stops answering." });
  }
  if (going.some(({ type }) => type === LOAD_BALANCER)) {
    const address = stack.outputs.map(({ value }) => /[\w.-]+\.elb\.amazonaws\.com/.exec(value)?.[0]).find(Boolean);
    lost.push({
      what: `Load balancer${address ? ` ${address}` : ""}`,
      detail: "A new one gets another name: whoever uses this one must be told.",
    });
  }
  const plain = going.length - lost.length;
  if (plain > 0) {
    const rest = plain === 1 ? "1 other resource" : `${plain} other resources`;
    lost.push({ what: rest, detail: "Instances, tasks, alarms, roles and what else the template made." });
  }

  const kept: DeletionFact[] = there.filter(retained).map((one) => ({
    what: `${one.logicalId} (${named(one)})`,
    detail: "The template says DeletionPolicy: Retain. It goes on costing what it costs.",
  }));
  for (const one of going.filter(snapshot)) {
    kept.push({ what: `A snapshot of ${one.logicalId}`, detail: "The template says DeletionPolicy: Snapshot." });
  }
  const repository = image && splitImage(image);
  if (repository) {
    const where = [repository.registry, repository.name].filter(Boolean).join("/");
    kept.push({ what: `Images of ${where}`, detail: "They belong to the registry, not to the stack." });
  }
  kept.push(...given(stack));
  const stuck = there.filter(({ status }) => status === "DELETE_FAILED");
  return { lost, kept, stuck: stuck.map(({ logicalId, type, reason }) => ({ logicalId, type, reason })) };
}

/** What the stack was only told to use: it was there before, and stays. */
const GIVEN: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^Z[A-Z0-9]{7,}$/, "Hosted zone"],
  [/^arn:aws[^:]*:acm:/, "Certificate"],
  [/^vpc-[0-9a-f]+$/, "VPC"],
];

function given({ parameters }: StackFacts): DeletionFact[] {
  return parameters.flatMap(({ value }) => {
    const what = GIVEN.find(([pattern]) => pattern.test(value))?.[1];
    return what ? [{ what: `${what} ${value}`, detail: "The stack only used it." }] : [];
  });
}

function logWords(group: { storedBytes: number; retentionDays?: number } | undefined): string {
  if (!group) return "All its lines go. How much it holds could not be read.";
  const kept = group.retentionDays ? `of the last ${group.retentionDays} days` : "kept without an end";
  return `All its lines go: ${bytesWords(group.storedBytes)}, ${kept}.`;
}

function bytesWords(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}
