import { AwsError } from "../../wire/handler";
import { contextOf } from "../deployment";
import { isGone } from "../providers/provider";
import { customName, findProvider, propertyProblems } from "../providers/registry";
import { schemaOf } from "../providers/schema";
import type { StackRecord } from "../state";
import { isMapping, type Mapping } from "../template/values";
import type { Tools } from "../tools";
import type { ChangeSetRecord } from "./record";

/** One thing that pre-deployment validation found; DescribeEvents tells it [aws-facts 1.9]. */
export interface Validation {
  readonly id: string;
  readonly at: number;
  readonly resource: string;
  readonly type: string;
  readonly name: "PROPERTY_VALIDATION" | "NAME_CONFLICT_VALIDATION";
  readonly reason: string;
  readonly path: string;
}

const HOOKS = {
  PROPERTY_VALIDATION: "AWS::EarlyValidation::PropertyValidation",
  NAME_CONFLICT_VALIDATION: "AWS::EarlyValidation::ResourceExistenceCheck",
} as const;

/** The change set's reason, as recorded of AWS in aws/aws-cdk-cli issue 1000. */
export const failedValidation = (found: readonly Validation[]): string =>
  `The following hook(s)/validation failed: [${[...new Set(found.map(({ name }) => HOOKS[name]))].join(", ")}]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.`;

/** Checks what the foreseen changes would make, before anything is touched: properties by schema, and names that are taken. */
export function validate(tools: Tools, stack: StackRecord, record: ChangeSetRecord): Validation[] {
  return record.changes.flatMap(({ ResourceChange: change }) => {
    const { LogicalResourceId: resource = "", ResourceType: type = "", Action: action } = change ?? {};
    const properties = propertiesIn(change?.AfterContext);
    if (action === "Remove" || !properties) return [];
    const path = `/Resources/${resource}/Properties`;
    const found = (name: Validation["name"], reason: string): Validation => ({
      id: tools.kernel.uuid(),
      at: tools.kernel.now(),
      resource,
      type,
      name,
      reason,
      path,
    });
    const wrong = propertyProblems(type, properties).map((problem) => found("PROPERTY_VALIDATION", `#: ${problem}`));
    if (wrong.length > 0 || action !== "Add") return wrong;
    const name = takenName(tools, stack, resource, type, properties);
    if (name === undefined) return [];
    return [found("NAME_CONFLICT_VALIDATION", `Resource of type '${type}' with identifier '${name}' already exists.`)];
  });
}

function propertiesIn(context: string | undefined): Mapping | undefined {
  const parsed: unknown = context === undefined ? undefined : JSON.parse(context);
  return isMapping(parsed) && isMapping(parsed.Properties) ? parsed.Properties : undefined;
}

/** The name of a new resource that its service has already, for types whose name is their physical id. */
function takenName(tools: Tools, stack: StackRecord, logicalId: string, type: string, properties: Mapping) {
  const name = schemaOf(type)?.identifier.length === 1 ? customName(type, properties) : undefined;
  const provider = findProvider(type);
  if (name === undefined || !provider?.actual) return undefined;
  try {
    const ctx = contextOf(tools, stack.stackId);
    const call = {
      tools,
      ctx,
      stack: { name: stack.name, id: stack.stackId },
      logicalId,
      properties,
      physicalId: name,
    };
    const rest = { before: {}, tags: [], tagsBefore: [], scratch: {}, signals: [], say: () => undefined };
    return provider.actual({ ...call, ...rest, updatePolicy: () => undefined }) ? name : undefined;
  } catch (error) {
    // What cannot be asked cannot say no; the creation will.
    if (isGone(error) || error instanceof AwsError) return undefined;
    throw error;
  }
}
