import type { CallContext } from "../wire/handler";
import { invalid, StackFailure } from "./errors";
import { typedValues } from "./parameters";
import { schemaOf } from "./providers/schema";
import { placeOfStack, regionOf, type StackRecord, type StoredParameter } from "./state";
import { checkTemplate, conditionNames, unresolvedIn } from "./template/check";
import { condition, evaluate, type Scope } from "./template/evaluate";
import { inOrder } from "./template/graph";
import { parseTemplate, type ResourceSpec, type Template } from "./template/model";
import { checkRules } from "./template/rules";
import { attributeOf, eachFunction, functionOf, isMapping, type Mapping, referencesIn } from "./template/values";
import type { Tools } from "./tools";

/** A template with its parameter values: what the stack shall be. */
export interface Deployment {
  readonly template: Template;
  readonly scope: Scope;
  /** The resources whose condition holds, by logical id. */
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  /** What each of them needs first. */
  readonly graph: Readonly<Record<string, readonly string[]>>;
}

const parsed = new Map<string, Template>();

/** Parses and checks a template; the last few are remembered, since polling resources asks for them again. */
export function checkedTemplate(text: string): Template {
  const known = parsed.get(text);
  if (known) return known;
  const template = parseTemplate(text);
  checkTemplate(template);
  if (parsed.size >= 20) for (const oldest of [...parsed.keys()].slice(0, 10)) parsed.delete(oldest);
  parsed.set(text, template);
  return template;
}

export const contextOf = (tools: Tools, stackId: string): CallContext => ({
  ...placeOfStack(stackId),
  requestId: tools.kernel.uuid(),
});

/** How references to resources are answered: from what exists, or for a plan from what is foreseen. */
export type Lookups = Pick<Scope, "ref" | "attribute" | "importValue">;

export interface DeploymentSource {
  readonly stackId: string;
  readonly name: string;
  readonly template: string;
  readonly parameters: readonly StoredParameter[];
  readonly notificationArns: readonly string[];
}

type Settled = Omit<Deployment, "scope"> & { readonly scope: Omit<Scope, keyof Lookups> };

/**
 * What does not depend on resources, remembered as long as the parameters' own array lives: an operation asks at every
 * step of every resource, and a template may have 500.
 */
const settled = new WeakMap<readonly StoredParameter[], { source: DeploymentSource; result: Settled }>();

/** Puts template and values together. Throws ValidationError for what only the values show (rules, switched-off resources). */
export function deploymentOf(tools: Tools, source: DeploymentSource, lookups: Lookups): Deployment {
  const known = settled.get(source.parameters);
  const same = known?.source.template === source.template && known.source.stackId === source.stackId;
  const result = known && same ? known.result : settle(tools, source, lookups);
  if (!same) settled.set(source.parameters, { source, result });
  return { ...result, scope: { ...result.scope, ...lookups } };
}

function settle(tools: Tools, source: DeploymentSource, lookups: Lookups): Settled {
  const template = checkedTemplate(source.template);
  const { account, region } = placeOfStack(source.stackId);
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  const conditions: Record<string, boolean> = {};
  const plain: Settled["scope"] = {
    template,
    parameters: typedValues(template, source.parameters),
    pseudo: {
      "AWS::AccountId": account,
      "AWS::NotificationARNs": source.notificationArns,
      "AWS::Partition": partition,
      "AWS::Region": region,
      "AWS::StackId": source.stackId,
      "AWS::StackName": source.name,
      "AWS::URLSuffix": partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
    },
    conditions,
    zones: (name) => {
      const ctx = { ...contextOf(tools, source.stackId), region: name };
      const answer = tools.invoke("ec2", "DescribeAvailabilityZones", {}, ctx);
      return (answer.AvailabilityZones ?? []).flatMap((zone) => zone.ZoneName ?? []).sort();
    },
  };
  const scope: Scope = { ...plain, ...lookups };
  const needs = Object.fromEntries(Object.entries(template.conditions).map(([n, v]) => [n, conditionNames(v)]));
  for (const name of inOrder(needs)) conditions[name] = condition(template.conditions[name], scope, conditions);
  checkRules(template, scope);
  const resources = Object.fromEntries(
    Object.entries(template.resources).filter(([, spec]) => spec.condition === undefined || conditions[spec.condition]),
  );
  const graph = activeGraph(template, resources, conditions);
  return { template, scope: plain, resources, graph };
}

/** Dependencies through the branches that conditions take. Throws when one leads to a resource that is switched off. */
function activeGraph(
  template: Template,
  resources: Readonly<Record<string, ResourceSpec>>,
  conditions: Readonly<Record<string, boolean>>,
): Record<string, string[]> {
  const off = (names: string[]) =>
    names.filter((name) => Object.hasOwn(template.resources, name) && !Object.hasOwn(resources, name));
  const graph: Record<string, string[]> = {};
  const missing: string[] = [];
  for (const spec of Object.values(resources)) {
    const names = [spec.properties, spec.creationPolicy, spec.metadata]
      .flatMap((value) => referencesIn(taken(value, conditions)))
      .map((reference) => reference.name);
    missing.push(...off(names));
    graph[spec.id] = [...new Set([...names, ...spec.dependsOn])].filter((name) => Object.hasOwn(resources, name));
  }
  if (missing.length > 0) throw unresolvedIn("Resources", [...new Set(missing)]);
  const outputs = Object.values(template.outputs)
    .filter((spec) => spec.condition === undefined || conditions[spec.condition])
    .flatMap((spec) => off(referencesIn(taken([spec.value, spec.exportName], conditions)).map((r) => r.name)));
  if (outputs.length > 0) throw unresolvedIn("Outputs", [...new Set(outputs)]);
  return graph;
}

/** A value with every Fn::If replaced by the branch its condition takes. */
export function taken(value: unknown, conditions: Readonly<Record<string, boolean>>): unknown {
  const call = functionOf(value);
  if (call?.name === "Fn::If" && Array.isArray(call.argument)) {
    const [name, yes, no] = call.argument as unknown[];
    return taken(conditions[String(name)] ? yes : no, conditions);
  }
  if (Array.isArray(value)) return value.map((item) => taken(item, conditions));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, taken(item, conditions)]));
}

/** References answered from the stack's existing resources and the Region's exports. */
export function existing(tools: Tools, stack: StackRecord): Lookups {
  return {
    ref: (id) => stack.resources[id]?.physicalId ?? "",
    attribute: (id, name) => {
      const record = stack.resources[id];
      const value = record && Object.hasOwn(record.attributes, name) ? record.attributes[name] : undefined;
      if (value === undefined) {
        throw invalid(`Template error: resource ${id} does not support attribute type ${name} in Fn::GetAtt`);
      }
      return value;
    },
    importValue: (name) => {
      const value = exportNamed(tools, stack, name);
      if (value === undefined) throw new StackFailure(`No export named ${name} found`);
      if (!stack.imports.includes(name)) stack.imports.push(name);
      return value;
    },
  };
}

function exportNamed(tools: Tools, stack: Pick<StackRecord, "stackId">, name: string): string | undefined {
  const region = regionOf(tools.kernel, placeOfStack(stack.stackId));
  for (const id of Object.values(region.names)) {
    const found = region.stacks[id]?.outputs.find((output) => output.exportName === name);
    if (found) return found.value;
  }
  return undefined;
}

/** Metadata may hold functions too. */
export const metadataOf = (spec: ResourceSpec, scope: Scope): Mapping | undefined => {
  const value = evaluate(spec.metadata, scope);
  return isMapping(value) ? value : undefined;
};

/** GetAtt names a type does not have: AWS finds them before any resource is touched [aws-facts 1.3]. */
export function unsupportedAttribute(deployment: Deployment): string | undefined {
  const { template, resources } = deployment;
  const look = (value: unknown, path: string): string | undefined => {
    let found: string | undefined;
    eachFunction(taken(value, deployment.scope.conditions), path, (call) => {
      if (call.name !== "Fn::GetAtt" || found !== undefined) return;
      const target = attributeOf(call.argument);
      const type = target && template.resources[target.name]?.type;
      const schema = type === undefined ? undefined : schemaOf(type);
      if (target && schema && !schema.attributes.includes(target.attribute)) {
        found = `[Error] ${call.path}: Resource type ${type} does not support attribute {${target.attribute}}.`;
      }
    });
    return found;
  };
  for (const spec of Object.values(resources)) {
    const found = look(spec.properties, `/Resources/${spec.id}/Properties`);
    if (found !== undefined) return found;
  }
  for (const spec of Object.values(template.outputs)) {
    const found = look(spec.value, `/Outputs/${spec.name}/Value`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Looks up every imported value once; throws StackFailure for an export that does not exist, before any resource. */
export function importAll(deployment: Deployment): void {
  const { template, resources, scope } = deployment;
  const outputs = Object.values(template.outputs).map((spec) => spec.value);
  for (const value of [...Object.values(resources).map((spec) => spec.properties), ...outputs]) {
    eachFunction(taken(value, scope.conditions), "", (call) => {
      if (call.name === "Fn::ImportValue") evaluate({ [call.name]: call.argument }, scope);
    });
  }
}
