import "server-only";
import {
  type Capability,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  ExecuteChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import type { ChangeSetFacts } from "@/lib/stacks/types";
import type { AwsContext } from "./client";
import { isMissing } from "./cloudformation";
import { reshapeChangeSet } from "./cloudformation-reshape";
import { NO_TRIGGERS, type ParameterInput, toSdkParameters, toSdkTags } from "./cloudformation-writes";
import { templateSource } from "./template-source";

const MAX_PAGES = 50;

export interface CreateChangeSetInput {
  readonly stackId: string;
  readonly name: string;
  /** Without it the stack's own template. */
  readonly templateBody?: string;
  readonly parameters: readonly ParameterInput[];
  readonly capabilities: readonly string[];
  /** Without it the stack's own tags. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly clientToken: string;
}

/** Asks for the difference an update would make. Answers the change set's ARN; nothing changes in the stack. */
export async function createChangeSet(aws: AwsContext, input: CreateChangeSetInput): Promise<string> {
  const template =
    input.templateBody === undefined ? { UsePreviousTemplate: true } : await templateSource(aws, input.templateBody);
  const answer = await aws.call("cloudformation:CreateChangeSet", () =>
    aws.client(CloudFormationClient, "write").send(
      new CreateChangeSetCommand({
        StackName: input.stackId,
        ChangeSetName: input.name,
        ChangeSetType: "UPDATE",
        ...template,
        Parameters: toSdkParameters(input.parameters),
        Capabilities: input.capabilities as Capability[],
        Tags: input.tags ? toSdkTags(input.tags) : undefined,
        ClientToken: input.clientToken,
        RollbackConfiguration: NO_TRIGGERS,
      }),
    ),
  );
  return answer.Id ?? "";
}

/** All pages, with the values before and after; null when there is no such change set. */
export async function describeChangeSet(aws: AwsContext, id: string): Promise<ChangeSetFacts | null> {
  const pages: DescribeChangeSetOutput[] = [];
  try {
    for (let token: string | undefined; pages.length < MAX_PAGES; ) {
      const NextToken = token;
      const page = await aws.call("cloudformation:DescribeChangeSet", () =>
        aws
          .client(CloudFormationClient)
          .send(new DescribeChangeSetCommand({ ChangeSetName: id, NextToken, IncludePropertyValues: true })),
      );
      pages.push(page);
      if (!page.NextToken || page.NextToken === token) break;
      token = page.NextToken;
    }
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  return reshapeChangeSet(pages);
}

export async function executeChangeSet(aws: AwsContext, id: string, clientToken: string): Promise<void> {
  await aws.call("cloudformation:ExecuteChangeSet", () =>
    aws.client(CloudFormationClient, "write").send(
      // The API's default for DisableRollback is documented as true.
      new ExecuteChangeSetCommand({ ChangeSetName: id, ClientRequestToken: clientToken, DisableRollback: false }),
    ),
  );
}

export async function deleteChangeSet(aws: AwsContext, id: string): Promise<void> {
  await aws.call("cloudformation:DeleteChangeSet", () =>
    aws.client(CloudFormationClient, "write").send(new DeleteChangeSetCommand({ ChangeSetName: id })),
  );
}
