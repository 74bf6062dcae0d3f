import type { CallContext } from "../../wire/handler";
import { invalid } from "../errors";
import { findStack, regionOf } from "../state";
import type { Tools } from "../tools";
import type { ChangeSetRecord } from "./record";

/** A change set by ARN, or by name within a stack. An executed one is found by its ARN only [aws-facts 1.7]. */
export function findChangeSet(
  tools: Tools,
  ctx: CallContext,
  name: string,
  stackName: string | undefined,
): ChangeSetRecord | undefined {
  const { changeSets } = regionOf(tools.kernel, ctx);
  if (name.startsWith("arn:")) return Object.hasOwn(changeSets, name) ? changeSets[name] : undefined;
  if (stackName === undefined) {
    throw invalid("StackName must be specified if ChangeSetName is not specified as an ARN.");
  }
  const stack = findStack(tools.kernel, ctx, stackName);
  return Object.values(changeSets).find(
    (changeSet) =>
      changeSet.stackId === stack?.stackId &&
      changeSet.name === name &&
      !changeSet.executionStatus.startsWith("EXECUTE_"),
  );
}
