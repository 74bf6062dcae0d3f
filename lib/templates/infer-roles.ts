import { isRecord, type JsonRecord, recordAt, textAt, valueAt } from "./json-values";
import type { ParsedTemplate } from "./parse";
import type { FormField, Roles } from "./types";

type Inferred = Omit<Roles, "image">;

/**
 * Which parameter plays which part, read from where the template uses it, for templates that do not say: the group's
 * sizes, the alarms' thresholds, the target group's path, the container's port. What `hinted` names stays.
 */
export function inferRoles(hinted: Inferred, parsed: ParsedTemplate, fields: readonly FormField[]): Inferred {
  const withPicker = (kind: string) => fields.find((field) => field.picker?.kind === kind)?.name;
  const resources = Object.values(parsed.resources).filter(isRecord);
  const propertiesOf = (type: string) =>
    resources.filter((one) => textAt(one, "Type") === type).map((one) => recordAt(one, "Properties"));
  const parameter = (holders: readonly JsonRecord[], key: string): string | undefined =>
    holders
      .map((holder) => textAt(valueAt(holder, key), "Ref"))
      .find((name) => name !== undefined && Object.hasOwn(parsed.parameters, name));

  const groups = propertiesOf("AWS::AutoScaling::AutoScalingGroup");
  const containers = propertiesOf("AWS::ECS::TaskDefinition").flatMap((task) => records(task, "ContainerDefinitions"));
  const ports = containers.flatMap((container) => records(container, "PortMappings"));
  const alarms = propertiesOf("AWS::CloudWatch::Alarm").filter(
    (alarm) => textAt(alarm, "MetricName") === "CPUUtilization",
  );
  const crossing = (pattern: RegExp) =>
    parameter(
      alarms.filter((alarm) => pattern.test(textAt(alarm, "ComparisonOperator") ?? "")),
      "Threshold",
    );
  return {
    scaling: {
      ...hinted.scaling,
      min: hinted.scaling.min ?? parameter(groups, "MinSize"),
      max: hinted.scaling.max ?? parameter(groups, "MaxSize"),
      up: hinted.scaling.up ?? crossing(/^GreaterThan/),
      down: hinted.scaling.down ?? crossing(/^LessThan/),
      type: hinted.scaling.type ?? withPicker("instanceType"),
    },
    network: {
      vpc: hinted.network.vpc ?? withPicker("vpc"),
      subnets: hinted.network.subnets ?? withPicker("subnets"),
    },
    health: {
      path:
        hinted.health.path ?? parameter(propertiesOf("AWS::ElasticLoadBalancingV2::TargetGroup"), "HealthCheckPath"),
      port: hinted.health.port ?? parameter(ports, "ContainerPort"),
    },
  };
}

function records(holder: JsonRecord, key: string): JsonRecord[] {
  const list = valueAt(holder, key);
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
