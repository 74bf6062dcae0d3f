/** The alarms target tracking makes, which are named after what they scale (aws-facts, section 3). */
const TRACKING = /^TargetTracking-(service\/)?.+-(Alarm(?:High|Low))-[0-9a-f-]{36}$/;
const MANAGED = /^(ECSManagedAutoScalingPolicy)-[0-9a-f-]{32,36}$/;

/**
 * A physical name without what every reader of the stack's page knows: the stack's name in front, and the suffix that
 * CloudFormation made up ("orders-prod-ScaleUpPolicy-KCn5KKuQnFiz" → "ScaleUpPolicy", "orders-prod-cpu-high" → "cpu-high").
 */
export function withoutStack(name: string, stack: string): string {
  const [, service, which] = TRACKING.exec(name) ?? [];
  if (which) return `TargetTracking-${which} (${service ? "tasks" : "instances"})`;
  if (MANAGED.test(name)) return name.replace(MANAGED, "$1");
  const front = `${stack}-`;
  const own = name.startsWith(front) && name.length > front.length ? name.slice(front.length) : name;
  // Made-up suffixes mix capitals and digits; a word of a name does not.
  return own.replace(/-(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]*[0-9a-z])[A-Za-z0-9]{11,14}$/, "") || own;
}

/** A sentence of AWS with its ARNs and long ids cut to what tells them apart; the full one belongs in the title. */
export function shortText(text: string): string {
  return text
    .replace(/arn:aws[\w-]*:elasticloadbalancing:[^\s)]*:targetgroup\/([\w-]+)\/\w+/g, "$1")
    .replace(/arn:aws[\w-]*:[^\s),]*[:/]([\w.-]+)/g, "$1")
    .replace(/\b([0-9a-f]{8})[0-9a-f]{24}\b/g, "$1…")
    .replace(/\b(i-[0-9a-f]{8})[0-9a-f]{9}\b/g, "$1…")
    .replace(/ecs-svc\/(\d{4})\d{8,}/g, "ecs-svc/$1…");
}
