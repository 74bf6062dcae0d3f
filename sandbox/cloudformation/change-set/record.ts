import type { Change } from "@aws-sdk/client-cloudformation";
import type { StackContent } from "../state";
import type { Mapping } from "../template/values";
import type { Validation } from "./validate";

/** A change set as stored. `changes` hold the values; describing without IncludePropertyValues leaves them out. */
export interface ChangeSetRecord {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: "CREATE" | "UPDATE";
  readonly createdAt: number;
  readonly description?: string;
  /** `template` is a key of the Region's `texts`: a stack's many change sets share theirs. See `keepTarget`. */
  readonly target: Omit<StackContent, "resources" | "outputs" | "imports">;
  readonly onStackFailure?: string;
  readonly rollbackConfiguration: Mapping;
  status: string;
  executionStatus: string;
  reason?: string;
  /** The reason shown with IncludePropertyValues. */
  warning?: string;
  changes: Change[];
  /** The operation that made it, as DescribeEvents names it. */
  readonly operationId: string;
  /** The call switched validation off. */
  readonly withoutValidation?: boolean;
  endedAt?: number;
  /** What pre-deployment validation found; the change set has failed then. */
  validations?: Validation[];
}
