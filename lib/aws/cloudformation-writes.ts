import "server-only";
import {
  CancelUpdateStackCommand,
  type Capability,
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateStackCommand,
  DeleteStackCommand,
  type Parameter,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from "@aws-sdk/client-cloudformation";
import type { AwsContext } from "./client";
import { templateSource } from "./template-source";

/**
 * All writes: sent once (a lost reply is settled by reading), with a client token, with no rollback triggers (they are
 * sticky) and with rollback on failure.
 */

/** A value, or what the stack has now. */
export type ParameterInput =
  | { readonly key: string; readonly value: string }
  | { readonly key: string; readonly keep: true };

export const toSdkParameters = (list: readonly ParameterInput[]): Parameter[] =>
  list.map((one) =>
    "keep" in one
      ? { ParameterKey: one.key, UsePreviousValue: true }
      : { ParameterKey: one.key, ParameterValue: one.value },
  );

export const toSdkTags = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const NO_TRIGGERS = { RollbackTriggers: [], MonitoringTimeInMinutes: 0 };

export interface CreateStackInput {
  readonly name: string;
  readonly templateBody: string;
  readonly parameters: readonly ParameterInput[];
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly clientToken: string;
}

/** Answers the new stack's ARN. */
export async function createStack(aws: AwsContext, input: CreateStackInput): Promise<string> {
  const source = await templateSource(aws, input.templateBody);
  const answer = await aws.call("cloudformation:CreateStack", () =>
    aws.client(CloudFormationClient, "write").send(
      new CreateStackCommand({
        StackName: input.name,
        ...source,
        Parameters: toSdkParameters(input.parameters),
        Tags: toSdkTags(input.tags),
        Capabilities: input.capabilities as Capability[],
        ClientRequestToken: input.clientToken,
        RollbackConfiguration: NO_TRIGGERS,
        DisableRollback: false,
      }),
    ),
  );
  return answer.StackId ?? "";
}

/** Updates with the stack's own template and tags: only the parameters given change. By stack ARN. */
export async function updateStackParameters(
  aws: AwsContext,
  input: {
    stackId: string;
    parameters: readonly ParameterInput[];
    capabilities: readonly string[];
    clientToken: string;
  },
): Promise<void> {
  await aws.call("cloudformation:UpdateStack", () =>
    aws.client(CloudFormationClient, "write").send(
      new UpdateStackCommand({
        StackName: input.stackId,
        UsePreviousTemplate: true,
        Parameters: toSdkParameters(input.parameters),
        Capabilities: input.capabilities as Capability[],
        ClientRequestToken: input.clientToken,
        RollbackConfiguration: NO_TRIGGERS,
        DisableRollback: false,
      }),
    ),
  );
}

/** `retain` names resources to leave behind; AWS takes it only of a stack that is DELETE_FAILED. */
export async function deleteStack(
  aws: AwsContext,
  stackId: string,
  clientToken: string,
  retain: readonly string[] = [],
): Promise<void> {
  await aws.call("cloudformation:DeleteStack", () =>
    aws.client(CloudFormationClient, "write").send(
      new DeleteStackCommand({
        StackName: stackId,
        ClientRequestToken: clientToken,
        RetainResources: retain.length > 0 ? [...retain] : undefined,
      }),
    ),
  );
}

/** An absolute value: sending it twice is the same as once. */
export async function setTerminationProtection(aws: AwsContext, stackId: string, on: boolean): Promise<void> {
  await aws.call("cloudformation:UpdateTerminationProtection", () =>
    aws
      .client(CloudFormationClient, "write")
      .send(new UpdateTerminationProtectionCommand({ StackName: stackId, EnableTerminationProtection: on })),
  );
}

/** Only in UPDATE_IN_PROGRESS. */
export async function cancelUpdate(aws: AwsContext, stackId: string, clientToken: string): Promise<void> {
  await aws.call("cloudformation:CancelUpdateStack", () =>
    aws
      .client(CloudFormationClient, "write")
      .send(new CancelUpdateStackCommand({ StackName: stackId, ClientRequestToken: clientToken })),
  );
}

/** Only in UPDATE_ROLLBACK_FAILED; `skip` names resources that failed during this rollback. */
export async function continueUpdateRollback(
  aws: AwsContext,
  stackId: string,
  clientToken: string,
  skip: readonly string[] = [],
): Promise<void> {
  await aws.call("cloudformation:ContinueUpdateRollback", () =>
    aws.client(CloudFormationClient, "write").send(
      new ContinueUpdateRollbackCommand({
        StackName: stackId,
        ClientRequestToken: clientToken,
        ResourcesToSkip: skip.length > 0 ? [...skip] : undefined,
      }),
    ),
  );
}
