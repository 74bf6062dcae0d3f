import type { CreateChangeSetInput } from "@aws-sdk/client-cloudformation";
import { AwsError, type CallContext } from "../../wire/handler";
import { acceptContent, refuseName, refuseRollbackTriggers, remember, repeated } from "../api/accept";
import { newStack, refuseDeployment } from "../api/create";
import { refuseStatus, refuseTypeChanges } from "../api/update";
import { invalid, noStack, StackFailure } from "../errors";
import { stackEvent } from "../events";
import { findStack, placeOfStack, regionOf } from "../state";
import { stripped } from "../template/model";
import { isMapping } from "../template/values";
import type { Tools } from "../tools";
import { planChanges } from "./plan";
import type { ChangeSetRecord } from "./record";
import { keepTarget, targetOf } from "./target";
import { failedValidation, validate } from "./validate";

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Stores the change set and plans its computation; on a new name the stack begins its life in review. */
export function createChangeSet(tools: Tools, ctx: CallContext, input: CreateChangeSetInput) {
  refuseName(input.StackName);
  const name = input.ChangeSetName ?? "";
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    );
  }
  const type = input.ChangeSetType ?? "UPDATE";
  if (type === "IMPORT") throw invalid("The sandbox imports no resources.");
  const call = `CreateChangeSet ${JSON.stringify(input)}`;
  const known = repeated(tools, ctx, input.ClientToken, call);
  const region = regionOf(tools.kernel, ctx);
  if (known !== undefined) return { Id: known, StackId: region.changeSets[known]?.stackId };
  const existing = findStack(tools.kernel, ctx, input.StackName);
  if (type === "CREATE" && existing && existing.status !== "REVIEW_IN_PROGRESS") {
    throw invalid(
      `Stack [${input.StackName}] already exists and cannot be created again with the changeSet [${name}].`,
    );
  }
  if (type === "UPDATE") {
    if (!existing) throw noStack.brackets(input.StackName);
    refuseStatus(existing);
  }
  if (
    existing &&
    Object.values(region.changeSets).some(
      (one) => one.stackId === existing.stackId && one.name === name && !one.executionStatus.startsWith("EXECUTE_"),
    )
  ) {
    throw new AwsError(
      "AlreadyExistsException",
      `ChangeSet ${name} cannot be created due to a mismatch with existing attribute Name`,
    );
  }
  refuseRollbackTriggers(input.RollbackConfiguration);
  const target = acceptContent(tools, ctx, input, type === "UPDATE" ? existing : undefined);
  const probe = existing ?? {
    stackId: `arn:aws:cloudformation:${ctx.region}:${ctx.account}:stack/${input.StackName}/-`,
    name: input.StackName,
  };
  if (type === "CREATE") refuseDeployment(tools, probe, target);
  else if (existing) refuseTypeChanges(existing, target);
  let stack = existing;
  if (!stack) {
    stack = newStack(tools, ctx, input.StackName);
    stackEvent(tools, stack, "REVIEW_IN_PROGRESS", "User Initiated");
  }
  const record: ChangeSetRecord = stripped({
    id: `arn:aws:cloudformation:${ctx.region}:${ctx.account}:changeSet/${name}/${tools.kernel.uuid()}`,
    name,
    stackId: stack.stackId,
    stackName: stack.name,
    type,
    createdAt: tools.kernel.now(),
    description: input.Description,
    target: keepTarget(tools, stack.stackId, target),
    onStackFailure: input.OnStackFailure,
    rollbackConfiguration: isMapping(input.RollbackConfiguration)
      ? { ...input.RollbackConfiguration }
      : (existing?.rollbackConfiguration ?? {}),
    status: "CREATE_PENDING",
    executionStatus: "UNAVAILABLE",
    changes: [],
    operationId: tools.kernel.uuid(),
    withoutValidation: input.DisableValidation || undefined,
  });
  region.changeSets[record.id] = record;
  remember(tools, ctx, input.ClientToken, call, record.id);
  tools.kernel.schedule("cloudformation:change-set", tools.kernel.wait(400), { id: record.id });
  return { Id: record.id, StackId: stack.stackId };
}

/** Registers the event that computes change sets: first IN_PROGRESS, a moment later the answer. */
export function driveChangeSets(tools: Tools): void {
  tools.kernel.on<{ id: string }>("cloudformation:change-set", ({ id }) => {
    const region = regionOf(tools.kernel, placeOfStack(id));
    const record = region.changeSets[id];
    if (!record) return;
    if (record.status === "CREATE_PENDING") {
      record.status = "CREATE_IN_PROGRESS";
      tools.kernel.schedule("cloudformation:change-set", tools.kernel.wait(1200), { id });
    } else if (record.status === "CREATE_IN_PROGRESS") {
      compute(tools, record);
    }
  });
}

function compute(tools: Tools, record: ChangeSetRecord): void {
  const stack = regionOf(tools.kernel, placeOfStack(record.stackId)).stacks[record.stackId];
  if (!stack) return;
  record.endedAt = tools.kernel.now();
  try {
    const plan = planChanges(tools, stack, targetOf(tools, record));
    if (plan.changes.length === 0 && !plan.beside && record.type === "UPDATE") {
      record.status = "FAILED";
      record.reason = NO_CHANGES;
      return;
    }
    record.changes = JSON.parse(JSON.stringify(plan.changes)) as ChangeSetRecord["changes"];
    if (plan.warning !== undefined) record.warning = plan.warning;
    const found = record.withoutValidation ? [] : validate(tools, stack, record);
    if (found.length > 0) {
      record.validations = found;
      record.status = "FAILED";
      record.reason = failedValidation(found);
      return;
    }
    record.status = "CREATE_COMPLETE";
    if (record.executionStatus === "UNAVAILABLE") record.executionStatus = "AVAILABLE";
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof StackFailure)) throw error;
    record.status = "FAILED";
    record.reason = error.message;
  }
}
