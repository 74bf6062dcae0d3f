import { AwsError } from "../wire/handler";

/** Almost every refusal of CloudFormation has this code [aws-facts 1.11]. */
export const invalid = (message: string): AwsError => new AwsError("ValidationError", message);

/** The three spellings of "no such stack", by API [aws-facts 1.11]. */
export const noStack = {
  withId: (name: string) => invalid(`Stack with id ${name} does not exist`),
  brackets: (name: string) => invalid(`Stack [${name}] does not exist`),
  quotes: (name: string) => invalid(`Stack '${name}' does not exist`),
} as const;

export const noChangeSet = (name: string): AwsError =>
  new AwsError("ChangeSetNotFound", `ChangeSet [${name}] does not exist`, 404);

/** A failure of the stack as a whole, found after the call was accepted: its text goes on the rollback event. */
export class StackFailure extends Error {}
