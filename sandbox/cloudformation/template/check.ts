import { invalid } from "../errors";
import { inOrder } from "./graph";
import type { Template } from "./model";
import { PARAMETER_TYPE } from "./parameter-types";
import { attributeOf, eachFunction, functionOf, isMapping, isText, referencesIn } from "./values";

export const PSEUDO = new Set(
  "AccountId NotificationARNs NoValue Partition Region StackId StackName URLSuffix".split(" ").map((n) => `AWS::${n}`),
);

const KNOWN_FUNCTIONS = new Set(
  (
    "Ref Fn::And Fn::Base64 Fn::Cidr Fn::Equals Fn::FindInMap Fn::GetAtt Fn::GetAZs Fn::If Fn::ImportValue Fn::Join " +
    "Fn::Not Fn::Or Fn::Select Fn::Split Fn::Sub Fn::Contains Fn::EachMemberEquals Fn::EachMemberIn Fn::RefAll " +
    "Fn::ValueOf Fn::ValueOfAll"
  ).split(" "),
);

/**
 * What can be said without parameter values: function shapes, names that resolve, no cycles.
 * Throws ValidationError with the texts of [aws-facts 1.11].
 */
export function checkTemplate(template: Template): void {
  for (const spec of Object.values(template.parameters)) {
    if (!PARAMETER_TYPE.test(spec.type)) {
      throw invalid(`Template format error: Unrecognized parameter type: ${spec.type}`);
    }
  }
  if (template.transforms.length > 0) {
    throw invalid(`No transform named ${template.transforms[0]} found. (The sandbox runs no transforms.)`);
  }
  for (const [name, value] of Object.entries(template.conditions))
    checkFunctions(template, value, `/Conditions/${name}`);
  for (const spec of Object.values(template.resources)) {
    checkFunctions(template, spec.properties, `/Resources/${spec.id}/Properties`);
    if (spec.condition !== undefined) knownCondition(template, spec.condition, "Condition");
  }
  for (const spec of Object.values(template.outputs)) {
    checkFunctions(template, spec.value, `/Outputs/${spec.name}/Value`);
    if (spec.condition !== undefined) knownCondition(template, spec.condition, "Condition");
  }
  checkConditions(template);
  const missing = unresolved(template, (id) => Object.hasOwn(template.resources, id));
  if (missing.resources.length > 0) throw unresolvedIn("Resources", missing.resources);
  if (missing.outputs.length > 0) throw unresolvedIn("Outputs", missing.outputs);
  inOrder(dependencies(template));
}

/** The two texts differ: only the Resources one has a prefix [aws-facts 1.11]. */
export function unresolvedIn(block: "Resources" | "Outputs", names: readonly string[]) {
  const prefix = block === "Resources" ? "Template format error: " : "";
  return invalid(
    `${prefix}Unresolved resource dependencies [${names.join(", ")}] in the ${block} block of the template`,
  );
}

/** Names that are neither parameter, pseudo parameter nor a resource that `exists`. */
export function unresolved(template: Template, exists: (id: string) => boolean) {
  const known = (name: string) => PSEUDO.has(name) || Object.hasOwn(template.parameters, name) || exists(name);
  const missing = (value: unknown): string[] =>
    referencesIn(value)
      .map((reference) => reference.name)
      .filter((name) => !known(name));
  const resources = Object.values(template.resources).flatMap((spec) => [
    ...missing(spec.properties),
    ...spec.dependsOn.filter((id) => !Object.hasOwn(template.resources, id)),
  ]);
  const outputs = Object.values(template.outputs).flatMap((spec) => [
    ...missing(spec.value),
    ...missing(spec.exportName),
  ]);
  return { resources: [...new Set(resources)], outputs: [...new Set(outputs)] };
}

/** Which resources each resource needs first: by Ref, GetAtt, Sub and DependsOn. */
export function dependencies(template: Template): Record<string, string[]> {
  const graph: Record<string, string[]> = {};
  for (const spec of Object.values(template.resources)) {
    const names = [
      ...spec.dependsOn,
      ...referencesIn(spec.properties).map((r) => r.name),
      ...referencesIn(spec.creationPolicy).map((r) => r.name),
    ];
    graph[spec.id] = [...new Set(names)].filter((name) => Object.hasOwn(template.resources, name));
  }
  return graph;
}

function knownCondition(template: Template, name: unknown, where: string): void {
  if (typeof name !== "string" || !Object.hasOwn(template.conditions, name)) {
    throw invalid(`Template error: unresolved condition dependency ${name} in ${where}`);
  }
}

function checkConditions(template: Template): void {
  const needs: Record<string, string[]> = {};
  for (const [name, value] of Object.entries(template.conditions)) {
    const bad = referencesIn(value)
      .map((reference) => reference.name)
      .filter((ref) => !Object.hasOwn(template.parameters, ref) && !PSEUDO.has(ref));
    if (bad.length > 0) {
      throw invalid(
        `Template format error: Unresolved dependencies [${bad.join(", ")}]. Cannot reference resources in the Conditions block of the template`,
      );
    }
    needs[name] = conditionNames(value);
    for (const other of needs[name]) knownCondition(template, other, "Condition");
  }
  try {
    inOrder(needs);
  } catch {
    throw invalid("Template format error: Found circular condition dependency between conditions");
  }
}

/** The conditions a condition is made of. */
export function conditionNames(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(conditionNames);
  if (!isMapping(value)) return [];
  if (typeof value.Condition === "string" && Object.keys(value).length === 1) return [value.Condition];
  return Object.values(value).flatMap(conditionNames);
}

const JOIN =
  "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.";
const SPLIT =
  "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.";
const GETATT =
  "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute";

const isList = (value: unknown, ...lengths: number[]): value is unknown[] =>
  Array.isArray(value) && (lengths.length === 0 || lengths.includes(value.length));

function checkFunctions(template: Template, root: unknown, at: string): void {
  eachFunction(root, at, ({ name, argument, path }) => {
    const bad = (message: string): never => {
      throw invalid(message);
    };
    if (name === "Fn::Transform") bad(`No transform named ${isMapping(argument) ? argument.Name : argument} found.`);
    if (!KNOWN_FUNCTIONS.has(name)) {
      bad(
        `Template error: Encountered unsupported function: ${name} Supported functions are: [${[...KNOWN_FUNCTIONS].join(", ")}]`,
      );
    }
    switch (name) {
      case "Ref":
        if (typeof argument !== "string" || argument === "") {
          bad(`Template format error: Every Ref object must have a single String value.`);
        }
        break;
      case "Fn::GetAtt": {
        const target = attributeOf(argument);
        if (!target || target.name === "" || target.attribute === "") bad(GETATT);
        break;
      }
      case "Fn::Join":
        if (
          !isList(argument, 2) ||
          typeof argument[0] !== "string" ||
          !(isList(argument[1]) || functionOf(argument[1]))
        ) {
          bad(JOIN);
        }
        break;
      case "Fn::Split":
        if (!isList(argument, 2) || typeof argument[0] !== "string" || argument[0] === "") bad(SPLIT);
        break;
      case "Fn::Select":
        if (!isList(argument, 2)) {
          bad("Template error: Fn::Select requires a list argument with two elements: an integer index and a list");
        }
        break;
      case "Fn::Equals":
        if (!isList(argument, 2) || argument.some((item) => !isText(item) && !functionOf(item))) {
          bad("Template error: every Fn::Equals object requires a list of 2 string parameters.");
        }
        break;
      case "Fn::If":
        if (!isList(argument, 3)) bad("Template error: Fn::If requires a list argument with three elements");
        else knownCondition(template, argument[0], "Fn::If");
        break;
      case "Fn::Not":
        if (!isList(argument, 1)) bad("Template error: every Fn::Not object requires one boolean parameter.");
        break;
      case "Fn::And":
      case "Fn::Or":
        if (!isList(argument) || argument.length < 2 || argument.length > 10) {
          bad(`Template error: every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`);
        }
        break;
      case "Fn::FindInMap":
        if (!isList(argument, 3, 4)) {
          bad(
            "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value",
          );
        } else if (typeof argument[0] === "string" && !Object.hasOwn(template.mappings, argument[0])) {
          bad(`Template error: Mapping named '${argument[0]}' is not present in the 'Mappings' section of template.`);
        }
        break;
      case "Fn::Cidr":
        if (!isList(argument, 2, 3))
          bad("Template error: every Fn::Cidr object requires a list of two or three parameters.");
        break;
      case "Fn::Sub":
        if (
          typeof argument !== "string" &&
          !(isList(argument, 2) && typeof argument[0] === "string" && isMapping(argument[1]))
        ) {
          bad(
            "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
          );
        }
        break;
      case "Fn::ImportValue":
        if (path.startsWith("/Conditions/")) bad("Template error: Cannot use Fn::ImportValue in Conditions.");
        break;
    }
  });
}
