import { AwsError } from "../wire/handler";
import { fits } from "./policy-conditions";

export interface LifecycleRule {
  readonly rulePriority: number;
  readonly description?: string;
  readonly selection: {
    readonly tagStatus: "tagged" | "untagged" | "any";
    readonly tagPrefixList?: readonly string[];
    readonly tagPatternList?: readonly string[];
    readonly countType: "imageCountMoreThan" | "sinceImagePushed";
    readonly countUnit?: "days";
    readonly countNumber: number;
  };
  readonly action: { readonly type: "expire" };
}

interface Aged {
  readonly tags: readonly string[];
  readonly pushedAt: number;
}

const DAY = 86_400_000;

/** The rules of a policy's text, in the order they are applied. Throws ECR's error on one it would refuse. */
export function readLifecyclePolicy(text: string): LifecycleRule[] {
  const bad = (why: string) =>
    new AwsError(
      "InvalidParameterException",
      `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${why}'`,
    );
  let rules: unknown;
  try {
    rules = (JSON.parse(text) as { rules?: unknown }).rules;
  } catch {
    throw bad("Could not map policyString into LifecyclePolicy.");
  }
  if (!Array.isArray(rules) || rules.length === 0) throw bad('object has missing required properties (["rules"])');
  for (const rule of rules as Partial<LifecycleRule>[]) {
    const { selection, action, rulePriority } = rule;
    if (typeof rulePriority !== "number" || !selection || action?.type !== "expire")
      throw bad('object has missing required properties (["action","rulePriority","selection"])');
    if (!["tagged", "untagged", "any"].includes(selection.tagStatus))
      throw bad(
        `instance value ("${selection.tagStatus}") not found in enum (possible values: ["any","tagged","untagged"])`,
      );
    if (selection.tagStatus === "tagged" && !selection.tagPrefixList?.length && !selection.tagPatternList?.length)
      throw bad("tagPrefixList or tagPatternList is required when tagStatus is tagged");
    if (typeof selection.countNumber !== "number" || selection.countNumber < 1)
      throw bad("numeric instance is lower than the required minimum (minimum: 1)");
  }
  return [...(rules as LifecycleRule[])].sort((a, b) => a.rulePriority - b.rulePriority);
}

/**
 * The images a policy expires at `now` (ms), each with the rule that does. An image a rule of higher priority speaks of
 * is not looked at by later ones ("Lifecycle policy evaluation rules", ECR user guide). ECR removes them within a day;
 * here they are gone at once.
 */
export function expiring<I extends Aged>(
  rules: readonly LifecycleRule[],
  images: readonly I[],
  now: number,
): Map<I, LifecycleRule> {
  const gone = new Map<I, LifecycleRule>();
  const spoken = new Set<I>();
  for (const rule of rules) {
    const { countType, countNumber } = rule.selection;
    const meant = images
      .filter((image) => !spoken.has(image) && selects(rule, image))
      .sort((a, b) => b.pushedAt - a.pushedAt);
    for (const [index, image] of meant.entries()) {
      spoken.add(image);
      const over = countType === "imageCountMoreThan" ? index >= countNumber : now - image.pushedAt > countNumber * DAY;
      if (over) gone.set(image, rule);
    }
  }
  return gone;
}

function selects({ selection }: LifecycleRule, { tags }: Aged): boolean {
  if (selection.tagStatus === "any") return true;
  if (selection.tagStatus === "untagged") return tags.length === 0;
  const { tagPrefixList, tagPatternList } = selection;
  return tagPatternList
    ? tagPatternList.every((pattern) => tags.some((tag) => fits(pattern, tag)))
    : (tagPrefixList ?? []).every((prefix) => tags.some((tag) => tag.startsWith(prefix)));
}
