import { type Environment, moveLater } from "../operation/environment";
import type { Operation, OperationType } from "../operation/record";
import { start } from "../operation/run";
import type { StackContent, StackRecord } from "../state";
import { stripped } from "../template/model";
import type { Tools } from "../tools";

interface Beginning {
  readonly type: OperationType;
  readonly phase: Operation["phase"];
  readonly token?: string | undefined;
  readonly before?: StackContent | undefined;
  readonly keepOnFailure?: boolean | undefined;
  readonly changeSetId?: string | undefined;
  readonly leftovers?: Operation["leftovers"] | undefined;
  readonly skip?: string[] | undefined;
  readonly policy?: string | undefined;
}

/** Makes the operation the stack's; the caller then writes its first event and plans its first move. */
export function begin(tools: Tools, stack: StackRecord, beginning: Beginning): Environment {
  const operation: Operation = stripped({
    id: tools.kernel.uuid(),
    type: beginning.type,
    token: beginning.token,
    startedAt: tools.kernel.now(),
    phase: beginning.phase,
    tasks: {},
    before: beginning.before,
    failedToCreate: [],
    failedToUpdate: [],
    failedToDelete: [],
    leftovers: beginning.leftovers ?? [],
    keepOnFailure: beginning.keepOnFailure ?? false,
    changeSetId: beginning.changeSetId,
    skip: beginning.skip,
    policy: beginning.policy,
  });
  start(stack, operation);
  return { tools, stack, operation };
}

/** The pause between a call and the first thing that happens to a resource. */
export const firstMove = (environment: Environment): void => moveLater(environment, 1000);
