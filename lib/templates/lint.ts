import { imageParameters, isMovingTag, splitImage } from "./image";
import { recordAt, scalarText, textAt, valueAt } from "./json-values";
import type { ParsedTemplate } from "./parse";

export interface LintFinding {
  readonly rule: "launch-configuration" | "moving-tag" | "open-ssh" | "subnet-lists-differ" | "no-health-check";
  readonly level: "error" | "warn";
  readonly message: string;
  readonly fix: string;
  readonly resource?: string;
  readonly line?: number;
}

type Rule = (resources: readonly Resource[], parsed: ParsedTemplate) => Omit<LintFinding, "line">[];

interface Resource {
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What works today in CloudFormation's eyes and still goes wrong in operation; see aws-facts 8. */
export function lintTemplate(parsed: ParsedTemplate): LintFinding[] {
  const resources = Object.entries(parsed.resources).map(([name, body]) => ({
    name,
    type: textAt(body, "Type") ?? "",
    properties: recordAt(body, "Properties"),
  }));
  return [launchConfiguration, movingTag, openSsh, subnetLists, healthCheck].flatMap((rule) =>
    rule(resources, parsed).map((finding) => ({
      ...finding,
      line: finding.resource === undefined ? undefined : parsed.positions.get(`/Resources/${finding.resource}`)?.line,
    })),
  );
}

const launchConfiguration: Rule = (resources) =>
  resources
    .filter(({ type }) => type === "AWS::AutoScaling::LaunchConfiguration")
    .map(({ name }) => ({
      rule: "launch-configuration",
      level: "error",
      resource: name,
      message: `${name} is a launch configuration, which new AWS accounts can no longer create.`,
      fix: "Use AWS::EC2::LaunchTemplate.",
    }));

interface MovingTag {
  readonly name: string;
  readonly value: string;
  readonly resource?: string;
}

const movingTag: Rule = (resources, parsed) => {
  const { tag, whole } = imageParameters(parsed.template);
  const fromParameters = [tag, whole].flatMap((name): MovingTag[] => {
    const value = name === undefined ? undefined : textAt(recordAt(parsed.parameters, name), "Default");
    return name !== undefined && value !== undefined && moves(value) ? [{ name, value }] : [];
  });
  const fromImages = resources
    .filter(({ type }) => type === "AWS::ECS::TaskDefinition")
    .flatMap(({ name, properties }) =>
      listAt(properties, "ContainerDefinitions").flatMap((container): MovingTag[] => {
        const value = textAt(container, "Image");
        return value !== undefined && moves(value) ? [{ name, value, resource: name }] : [];
      }),
    );
  return [...fromParameters, ...fromImages].map((found) => ({
    rule: "moving-tag",
    level: "warn",
    resource: found.resource,
    message: `${found.name} uses “${found.value}”, which names another image tomorrow: a rollback cannot bring back what ran.`,
    fix: "Use a version tag such as 1.4.3.",
  }));
};

/** A bare tag, or an image with a moving tag or none. */
function moves(value: string): boolean {
  if (isMovingTag(value)) return true;
  const image = /[/:]/.test(value) ? splitImage(value) : undefined; // "1.4.3" alone is a tag, not an image.
  return image !== undefined && image.digest === undefined && isMovingTag(image.tag ?? "latest");
}

const openSsh: Rule = (resources, parsed) => {
  const open = (ingress: unknown): boolean => {
    const everybody = [valueAt(ingress, "CidrIp"), valueAt(ingress, "CidrIpv6")]
      .map((range) => resolved(range, parsed))
      .some((range) => range === "0.0.0.0/0" || range === "::/0");
    if (!everybody) return false;
    if (resolved(valueAt(ingress, "IpProtocol"), parsed) === "-1") return true;
    const from = Number(resolved(valueAt(ingress, "FromPort"), parsed));
    const to = Number(resolved(valueAt(ingress, "ToPort"), parsed));
    return from <= 22 && to >= 22;
  };
  return resources
    .filter(({ type, properties }) =>
      type === "AWS::EC2::SecurityGroup"
        ? listAt(properties, "SecurityGroupIngress").flatMap(branches).some(open)
        : type === "AWS::EC2::SecurityGroupIngress" && open(properties),
    )
    .map(({ name }) => ({
      rule: "open-ssh",
      level: "warn",
      resource: name,
      message: `${name} lets the whole world try to log in on port 22.`,
      fix: "Name one address range, or use Session Manager, which opens no port.",
    }));
};

const subnetLists: Rule = (resources) => {
  const used = resources.flatMap(({ name, type, properties }) => {
    const key =
      type === "AWS::AutoScaling::AutoScalingGroup"
        ? "VPCZoneIdentifier"
        : type === "AWS::ElasticLoadBalancingV2::LoadBalancer"
          ? "Subnets"
          : undefined;
    const list = key === undefined ? undefined : valueAt(properties, key);
    return list === undefined ? [] : [{ name, key: sameItems(list) }];
  });
  const [first] = used;
  const other = used.find(({ key }) => key !== first?.key);
  if (first === undefined || other === undefined) return [];
  return [
    {
      rule: "subnet-lists-differ",
      level: "warn",
      resource: other.name,
      message: `${first.name} and ${other.name} use different subnets: an instance in a zone the load balancer does not serve gets no requests.`,
      fix: "Give both the same list parameter.",
    },
  ];
};

const healthCheck: Rule = (resources) =>
  resources
    .filter(
      ({ type, properties }) =>
        type === "AWS::ElasticLoadBalancingV2::TargetGroup" &&
        !/^TCP|^UDP|^TLS/.test(textAt(properties, "Protocol") ?? "") &&
        valueAt(properties, "HealthCheckPath") === undefined,
    )
    .map(({ name }) => ({
      rule: "no-health-check",
      level: "warn",
      resource: name,
      message: `${name} names no health check path, so the load balancer asks “/” and may never find the service healthy.`,
      fix: "Set HealthCheckPath to a path that answers 200.",
    }));

function listAt(value: unknown, key: string): unknown[] {
  const list = valueAt(value, key);
  return Array.isArray(list) ? list : [];
}

/** Both sides of an `Fn::If`: a finding that a parameter can switch on is a finding. */
function branches(value: unknown): unknown[] {
  const condition = valueAt(value, "Fn::If");
  return Array.isArray(condition) ? condition.slice(1).flatMap(branches) : [value];
}

/** Text, or the default of the parameter it refers to. */
function resolved(value: unknown, parsed: ParsedTemplate): string | undefined {
  const name = textAt(value, "Ref");
  return name === undefined ? scalarText(value) : textAt(recordAt(parsed.parameters, name), "Default");
}

/** The same items in another order are the same subnets. */
function sameItems(list: unknown): string {
  return Array.isArray(list) ? JSON.stringify(list.map((item) => JSON.stringify(item)).sort()) : JSON.stringify(list);
}
