import { textAt } from "@/lib/templates/json-values";
import type { Check } from "../types";

interface Limit {
  readonly property: string;
  readonly max: number;
  /** What is wrong with it, in a clause; undefined for a name that AWS takes. */
  readonly wrong?: (name: string) => string | undefined;
}

const hyphens = (name: string) =>
  /^[A-Za-z0-9-]*$/.test(name) && !/^-|-$/.test(name)
    ? name.startsWith("internal-")
      ? "may not begin with “internal-”"
      : undefined
    : "takes letters, digits and hyphens, no hyphen at either end";
const reserved = (name: string) =>
  /^(aws|ecs|fargate)/i.test(name) ? "may not begin with aws, ecs or fargate" : undefined;

/** Source: the `Name` of each type's Create call in AWS's API references, and the CloudFormation resource schemas. */
const LIMITS: Readonly<Record<string, Limit>> = {
  "AWS::ElasticLoadBalancingV2::LoadBalancer": { property: "Name", max: 32, wrong: hyphens },
  "AWS::ElasticLoadBalancingV2::TargetGroup": { property: "Name", max: 32, wrong: hyphens },
  "AWS::IAM::Role": { property: "RoleName", max: 64 },
  "AWS::IAM::InstanceProfile": { property: "InstanceProfileName", max: 128 },
  "AWS::EC2::LaunchTemplate": { property: "LaunchTemplateName", max: 128 },
  "AWS::EC2::SecurityGroup": { property: "GroupName", max: 255 },
  "AWS::AutoScaling::AutoScalingGroup": { property: "AutoScalingGroupName", max: 255 },
  "AWS::CloudWatch::Alarm": { property: "AlarmName", max: 255 },
  "AWS::ECS::CapacityProvider": { property: "Name", max: 255, wrong: reserved },
  "AWS::ECS::Cluster": { property: "ClusterName", max: 255 },
  "AWS::ECS::Service": { property: "ServiceName", max: 255 },
  "AWS::ECS::TaskDefinition": { property: "Family", max: 255 },
  "AWS::Logs::LogGroup": { property: "LogGroupName", max: 512 },
};

/** The names the template makes of its parameters are ones that AWS takes: a load balancer's has at most 32 characters. */
export const names: Check = {
  id: "names",
  title: "Names fit",
  fields: ({ form }) => [...(form.stackName ?? "").matchAll(/\{([A-Za-z0-9]+)\}/g)].map((match) => match[1] ?? ""),
  depends: ({ resources }) => found(resources).map(({ name }) => name),
  applies: ({ mode, resources, stackName }) => mode === "launch" && Boolean(stackName) && found(resources).length > 0,
  run({ resources }) {
    const all = found(resources);
    const wrong = all.flatMap(({ logicalId, name, limit }) => {
      const clause = name.length > limit.max ? `takes at most ${limit.max} characters` : limit.wrong?.(name);
      return clause ? [`${logicalId} would be called ${name} (${name.length} characters): AWS ${clause}`] : [];
    });
    if (wrong.length > 0) {
      return {
        status: "fail",
        title: "A name AWS refuses",
        evidence: `${wrong.join("; ")}.`,
        fix: { label: "Shorten the names this is made of." },
      };
    }
    const tightest = all.sort((a, b) => a.limit.max - a.name.length - (b.limit.max - b.name.length))[0];
    return {
      status: "pass",
      title: this.title,
      evidence: `${all.length} names; the tightest is ${tightest?.name}, ${tightest?.name.length} of ${tightest?.limit.max} characters.`,
    };
  },
};

const found = (resources: Parameters<Check["run"]>[0]["resources"] = []) =>
  resources.flatMap(({ logicalId, type, properties }) => {
    const limit = Object.hasOwn(LIMITS, type) ? LIMITS[type] : undefined;
    const name = limit && textAt(properties, limit.property);
    return limit && name ? [{ logicalId, name, limit }] : [];
  });
