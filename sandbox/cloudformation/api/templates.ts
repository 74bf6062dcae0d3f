import type { ParameterDeclaration } from "@aws-sdk/client-cloudformation";
import type { CallContext, InputOf } from "../../wire/handler";
import { findChangeSet } from "../change-set/find";
import { targetOf } from "../change-set/target";
import { checkedTemplate } from "../deployment";
import { invalid, noChangeSet, noStack } from "../errors";
import { schemaOf } from "../providers/schema";
import { findStack } from "../state";
import { stripped, type Template } from "../template/model";
import type { Tools } from "../tools";
import { refuseName, requiredCapabilities, templateText } from "./accept";

export function getTemplate(tools: Tools, ctx: CallContext, input: InputOf<"cloudformation", "GetTemplate">) {
  const stages = { StagesAvailable: ["Original" as const, "Processed" as const] };
  if (input.ChangeSetName !== undefined) {
    if (input.StackName === undefined && !input.ChangeSetName.startsWith("arn:")) {
      throw invalid("StackName is a required parameter.");
    }
    const changeSet = findChangeSet(tools, ctx, input.ChangeSetName, input.StackName);
    if (!changeSet) throw noChangeSet(input.ChangeSetName);
    return { TemplateBody: targetOf(tools, changeSet).template, ...stages };
  }
  if (input.StackName === undefined) throw invalid("StackName is required if ChangeSetName is not specified.");
  refuseName(input.StackName);
  const stack = findStack(tools.kernel, ctx, input.StackName);
  if (!stack) throw noStack.withId(input.StackName);
  return { TemplateBody: stack.template, ...stages };
}

export function getTemplateSummary(
  tools: Tools,
  ctx: CallContext,
  input: InputOf<"cloudformation", "GetTemplateSummary">,
) {
  let text: string;
  if (input.StackName !== undefined) {
    refuseName(input.StackName);
    const stack = findStack(tools.kernel, ctx, input.StackName);
    if (!stack) throw noStack.withId(input.StackName);
    if (stack.status === "REVIEW_IN_PROGRESS") {
      throw invalid("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
    }
    text = stack.template;
  } else {
    text = templateText(input);
  }
  const template = checkedTemplate(text);
  const { needed, reason } = requiredCapabilities(template);
  return stripped({
    Parameters: Object.values(template.parameters).map(
      (spec): ParameterDeclaration =>
        stripped({
          ParameterKey: spec.name,
          DefaultValue: spec.default,
          ParameterType: spec.type,
          NoEcho: spec.noEcho,
          Description: spec.description,
          // Allowed values only: no pattern, no limits [aws-facts 1.8].
          ParameterConstraints: spec.allowedValues ? { AllowedValues: [...spec.allowedValues] } : {},
        }),
    ),
    Description: template.description,
    Capabilities: needed.length === 0 ? undefined : needed,
    CapabilitiesReason: reason,
    ResourceTypes: [...new Set(Object.values(template.resources).map((spec) => spec.type))],
    Version: template.version,
    Metadata: template.metadata === undefined ? undefined : JSON.stringify(template.metadata),
    DeclaredTransforms: template.transforms.length === 0 ? undefined : [...template.transforms],
    ResourceIdentifierSummaries: identifiers(template),
  });
}

function identifiers(template: Template) {
  const ids = new Map<string, string[]>();
  for (const spec of Object.values(template.resources)) ids.set(spec.type, [...(ids.get(spec.type) ?? []), spec.id]);
  return [...ids].flatMap(([ResourceType, LogicalResourceIds]) => {
    const schema = schemaOf(ResourceType);
    return schema ? [{ ResourceType, LogicalResourceIds, ResourceIdentifiers: [...schema.identifier] }] : [];
  });
}

export function validateTemplate(input: InputOf<"cloudformation", "ValidateTemplate">) {
  const template = checkedTemplate(templateText(input));
  const { needed, reason } = requiredCapabilities(template);
  return stripped({
    Parameters: Object.values(template.parameters).map((spec) =>
      stripped({
        ParameterKey: spec.name,
        DefaultValue: spec.default,
        NoEcho: spec.noEcho,
        Description: spec.description,
      }),
    ),
    Description: template.description,
    Capabilities: needed.length === 0 ? undefined : needed,
    CapabilitiesReason: reason,
  });
}

/** AWS answers only with a calculator's address [aws-facts 8.11]. */
export function estimateTemplateCost(input: InputOf<"cloudformation", "EstimateTemplateCost">) {
  checkedTemplate(templateText(input));
  return { Url: "https://calculator.aws/#/estimate" };
}
