import { imageParameters } from "./image";
import { inferRoles } from "./infer-roles";
import { isRecord, type JsonRecord, numberAt, recordAt, textAt, textsAt, valueAt } from "./json-values";
import type { ParsedTemplate } from "./parse";
import { type PickerSubject, pickerOf } from "./pickers";
import { type SlipwayHints, slipwayHints } from "./slipway-metadata";
import type { FieldKind, FormField, FormGroup, FormRule, TemplateForm } from "./types";

/**
 * The form of a template: groups, labels and order from `AWS::CloudFormation::Interface`, constraints from the
 * parameters, pickers from AWS's own types and Slipway's metadata. `fallback` names a template that does not name itself.
 */
export function formOf(parsed: ParsedTemplate, fallback: { id: string; title?: string }): TemplateForm {
  const hints = slipwayHints(parsed.template);
  const face = recordAt(recordAt(parsed.template, "Metadata"), "AWS::CloudFormation::Interface");
  const labels = recordAt(face, "ParameterLabels");
  const switches = new Map(
    hints.features.flatMap((feature) => feature.dependents.map((name) => [name, feature.switch] as const)),
  );
  const image = imageParameters(parsed.template);
  const types = Object.entries(parsed.parameters).map(([name, body]) => [name, typeOf(body)] as const);
  const known = { parameters: new Map(types), image };
  const fields = Object.entries(parsed.parameters).map(([name, body]) =>
    fieldOf(name, body, textAt(recordAt(labels, name), "default"), switches.get(name), hints, known),
  );
  const description = textAt(parsed.template, "Description") ?? "";
  return {
    id: hints.id ?? fallback.id,
    title: hints.title ?? fallback.title ?? fallback.id,
    version: hints.version ?? "",
    description: hints.summary ?? description,
    groups: groupsOf(face, fields),
    fields,
    features: hints.features,
    comparisons: hints.comparisons,
    rules: rulesOf(recordAt(parsed.template, "Rules")),
    roles: { image, ...inferRoles(hints.roles, parsed, fields) },
    stackName: hints.stackName,
    logGroup: hints.logGroup,
    ...capabilitiesOf(parsed),
    resourceCount: Object.keys(parsed.resources).length,
    ...conditionsOf(parsed),
  };
}

function conditionsOf(parsed: ParsedTemplate): Pick<TemplateForm, "conditional" | "conditions"> {
  const conditional = Object.entries(parsed.resources).flatMap(([name, body]) => {
    const condition = textAt(body, "Condition");
    return condition === undefined ? [] : [[name, condition] as const];
  });
  // Most conditions only choose values: without a conditional resource none is sent to the browser.
  return {
    conditional: Object.fromEntries(conditional),
    conditions: conditional.length > 0 ? recordAt(parsed.template, "Conditions") : {},
  };
}

const typeOf = (body: unknown): string => textAt(body, "Type") ?? "String";

function fieldOf(
  name: string,
  body: unknown,
  label: string | undefined,
  dependsOn: string | undefined,
  hints: SlipwayHints,
  known: Pick<PickerSubject, "parameters" | "image">,
): FormField {
  const type = typeOf(body);
  const rawDefault = valueAt(body, "Default");
  const fallback = Array.isArray(rawDefault) ? textsAt(body, "Default").join(",") : textAt(body, "Default");
  const allowed = valueAt(body, "AllowedValues") === undefined ? undefined : textsAt(body, "AllowedValues");
  return {
    name,
    type,
    kind: kindOf(type, allowed),
    label: label ?? name,
    help: textAt(body, "Description"),
    default: fallback,
    required: fallback === undefined || (fallback === "" && neverEmpty(type)),
    secret: textAt(body, "NoEcho") === "true",
    allowedValues: allowed,
    pattern: textAt(body, "AllowedPattern"),
    minLength: numberAt(body, "MinLength"),
    maxLength: numberAt(body, "MaxLength"),
    minValue: numberAt(body, "MinValue"),
    maxValue: numberAt(body, "MaxValue"),
    integer: hints.integers.has(name),
    constraintDescription: textAt(body, "ConstraintDescription"),
    picker: hints.pickers.get(name) ?? (allowed ? undefined : pickerOf({ name, type, ...known })),
    dependsOn,
    derived: hints.derived.get(name),
  };
}

/** AWS's own types are looked up in the account, so an empty one always fails [aws-facts 1.12]. */
export const neverEmpty = (type: string): boolean => type.startsWith("AWS::") || type.startsWith("List<AWS::");

function kindOf(type: string, allowed: readonly string[] | undefined): FieldKind {
  if (allowed !== undefined && !type.includes("List")) {
    return allowed.length === 2 && allowed.includes("true") && allowed.includes("false") ? "switch" : "choice";
  }
  if (type === "Number") return "number";
  if (type === "List<Number>") return "numbers";
  return type === "CommaDelimitedList" || type.startsWith("List<") ? "list" : "text";
}

/** The template's own groups in their order; parameters that no group names come last, under "Other parameters". */
function groupsOf(face: JsonRecord, fields: readonly FormField[]): FormGroup[] {
  const left = new Set(fields.map((field) => field.name));
  const declared = valueAt(face, "ParameterGroups");
  const groups: FormGroup[] = [];
  for (const group of Array.isArray(declared) ? declared : []) {
    const names = textsAt(group, "Parameters").filter((name) => left.delete(name));
    if (names.length > 0)
      groups.push({ label: textAt(recordAt(group, "Label"), "default") ?? "Parameters", fields: names });
  }
  if (left.size > 0) groups.push({ label: groups.length > 0 ? "Other parameters" : "Parameters", fields: [...left] });
  return groups;
}

function rulesOf(rules: JsonRecord): FormRule[] {
  return Object.entries(rules).flatMap(([name, rule]) => {
    const assertions = valueAt(rule, "Assertions");
    return (Array.isArray(assertions) ? assertions : []).flatMap((assertion: unknown): FormRule[] =>
      isRecord(assertion) && "Assert" in assertion
        ? [
            {
              name,
              condition: valueAt(rule, "RuleCondition"),
              assert: assertion.Assert,
              message: textAt(assertion, "AssertDescription") ?? `The template's rule ${name} is not met.`,
            },
          ]
        : [],
    );
  });
}

/** Properties by which an IAM resource gets a name of the template's choosing; that needs CAPABILITY_NAMED_IAM. */
const IAM_NAMES: Readonly<Record<string, string>> = {
  "AWS::IAM::Role": "RoleName",
  "AWS::IAM::User": "UserName",
  "AWS::IAM::Group": "GroupName",
  "AWS::IAM::InstanceProfile": "InstanceProfileName",
  "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
};

function capabilitiesOf(parsed: ParsedTemplate): Pick<TemplateForm, "capabilities" | "iamResources"> {
  const capabilities = new Set<TemplateForm["capabilities"][number]>();
  const iamResources: string[] = [];
  if (parsed.template.Transform !== undefined) capabilities.add("CAPABILITY_AUTO_EXPAND");
  for (const [name, body] of Object.entries(parsed.resources)) {
    const type = textAt(body, "Type") ?? "";
    if (!type.startsWith("AWS::IAM::")) continue;
    iamResources.push(name);
    const nameProperty = Object.hasOwn(IAM_NAMES, type) ? IAM_NAMES[type] : undefined;
    const named = nameProperty !== undefined && valueAt(recordAt(body, "Properties"), nameProperty) !== undefined;
    capabilities.add(named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM");
  }
  // The named one includes the plain one.
  if (capabilities.has("CAPABILITY_NAMED_IAM")) capabilities.delete("CAPABILITY_IAM");
  return { capabilities: [...capabilities], iamResources };
}
