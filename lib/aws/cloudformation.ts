import "server-only";
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStacks,
  paginateListStackResources,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { isSlipwayError } from "@/lib/errors";
import type { StackEvent, StackFacts, StackResource } from "@/lib/stacks/types";
import type { AwsContext } from "./client";
import { reshapeEvent, reshapeResource, reshapeStack } from "./cloudformation-reshape";
import { templateSource } from "./template-source";

/** CloudFormation answers 100 events a page; more than this many pages are not read at once. */
const MAX_EVENT_PAGES = 50;

/** One stack by name or ARN, or null when there is none. By ARN a deleted stack still answers, DELETE_COMPLETE. */
export async function describeStack(aws: AwsContext, nameOrId: string): Promise<StackFacts | null> {
  try {
    const answer = await aws.call("cloudformation:DescribeStacks", () =>
      aws.client(CloudFormationClient).send(new DescribeStacksCommand({ StackName: nameOrId })),
    );
    const stack = answer.Stacks?.[0];
    return stack ? reshapeStack(stack) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Every stack that is there, all pages; nested ones left out. Deleted ones are not in DescribeStacks. */
export function listStacks(aws: AwsContext): Promise<StackFacts[]> {
  return aws.call("cloudformation:DescribeStacks", async () => {
    const found: StackFacts[] = [];
    for await (const page of paginateDescribeStacks({ client: aws.client(CloudFormationClient) }, {})) {
      for (const stack of page.Stacks ?? []) if (!stack.ParentId) found.push(reshapeStack(stack));
    }
    return found;
  });
}

/**
 * A stack's events, newest first, down to (without) the event `since`, or all of them. Empty when there is no such
 * stack. A page that repeats its token ends the reading.
 */
export async function stackEvents(
  aws: AwsContext,
  nameOrId: string,
  { since, maxPages = MAX_EVENT_PAGES }: { since?: string; maxPages?: number } = {},
): Promise<StackEvent[]> {
  const found: StackEvent[] = [];
  let token: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const NextToken = token;
    const answer = await aws
      .call("cloudformation:DescribeStackEvents", () =>
        aws.client(CloudFormationClient).send(new DescribeStackEventsCommand({ StackName: nameOrId, NextToken })),
      )
      .catch((error: unknown) => {
        if (isMissing(error)) return { StackEvents: [], NextToken: undefined };
        throw error;
      });
    for (const event of answer.StackEvents ?? []) {
      if (event.EventId === since) return found;
      found.push(reshapeEvent(event));
    }
    if (!answer.NextToken || answer.NextToken === token) return found;
    token = answer.NextToken;
  }
  return found;
}

/** A stack's resources, all pages; empty when there is no such stack. */
export async function stackResources(aws: AwsContext, nameOrId: string): Promise<StackResource[]> {
  try {
    return await aws.call("cloudformation:ListStackResources", async () => {
      const found: StackResource[] = [];
      const pages = paginateListStackResources({ client: aws.client(CloudFormationClient) }, { StackName: nameOrId });
      for await (const page of pages) found.push(...(page.StackResourceSummaries ?? []).map(reshapeResource));
      return found;
    });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The template as it was handed in, of a stack or of a change set (by ARN); null when that is not there. */
export async function templateText(
  aws: AwsContext,
  of: string | { readonly changeSetId: string },
): Promise<string | null> {
  const which = typeof of === "string" ? { StackName: of } : { ChangeSetName: of.changeSetId };
  try {
    const answer = await aws.call("cloudformation:GetTemplate", () =>
      aws.client(CloudFormationClient).send(new GetTemplateCommand({ ...which, TemplateStage: "Original" })),
    );
    const body: unknown = answer.TemplateBody;
    return typeof body === "string" ? body : body ? JSON.stringify(body) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** AWS's own check of a template: throws `aws_rejected` with its message. Answers the capabilities it asks for. */
export async function validateTemplate(aws: AwsContext, body: string): Promise<{ capabilities: readonly string[] }> {
  const source = await templateSource(aws, body);
  const answer = await aws.call("cloudformation:ValidateTemplate", () =>
    aws.client(CloudFormationClient).send(new ValidateTemplateCommand(source)),
  );
  return { capabilities: answer.Capabilities ?? [] };
}

const MISSING = /does not exist|ChangeSetNotFound/;

/** CloudFormation says ValidationError for a missing stack; only the text tells. */
export function isMissing(error: unknown): boolean {
  if (!isSlipwayError(error)) return false;
  return (
    error.code === "aws_rejected" && (MISSING.test(error.message) || error.details.awsCode === "ChangeSetNotFound")
  );
}
