"use client";

import { createContext, type ReactNode, use } from "react";
import type { ActionResult } from "@/lib/auth/action-result";
import type { StackRef } from "@/lib/place";
import type { RollbackDecision, RollbackMechanism } from "@/lib/rollback/types";
import type { DeletionPlan } from "@/lib/stacks/deletion";
import type { ChangeSetFacts, ResourceChange } from "@/lib/stacks/types";

/** What a deployment of another version would change. */
export interface DeployPlanShown {
  readonly stackId: string;
  readonly changeSet: ChangeSetFacts;
  readonly from?: string;
  readonly to: string;
  readonly unexpected: readonly ResourceChange[];
}

export interface Accepted {
  readonly operationId: string;
}

type Verb<I, T> = (input: StackRef & I) => Promise<ActionResult<T>>;

/** The server actions of a stack's dialogs. Components are told them: they never import a page's actions. */
export interface StackVerbs {
  readonly planDeploy: Verb<{ tag: string }, DeployPlanShown>;
  readonly deploy: Verb<{ changeSetId: string; digest?: string; reason?: string; formKey: string }, Accepted>;
  readonly dropPlan: Verb<{ changeSetId: string }, unknown>;
  readonly planRollback: Verb<{ targetId?: string }, RollbackDecision>;
  readonly rollback: Verb<
    {
      stackId: string;
      basis: string;
      mechanism: RollbackMechanism;
      targetId?: string;
      reason?: string;
      formKey: string;
    },
    Accepted
  >;
  readonly deleteStack: Verb<
    { stackId: string; confirm: string; retain?: string[]; reason?: string; formKey: string },
    Accepted
  >;
  readonly planDelete: Verb<{ stackId: string }, DeletionPlan>;
  readonly cancelUpdate: Verb<{ stackId: string; reason?: string; formKey: string }, Accepted>;
  readonly setProtection: Verb<{ stackId: string; on: boolean }, { readonly on: boolean }>;
}

const VerbsContext = createContext<StackVerbs | null>(null);

export function StackVerbsProvider({ verbs, children }: { verbs: StackVerbs; children: ReactNode }) {
  return <VerbsContext value={verbs}>{children}</VerbsContext>;
}

export function useStackVerbs(): StackVerbs {
  const verbs = use(VerbsContext);
  if (!verbs) throw new Error("useStackVerbs() is called outside a stack's pages");
  return verbs;
}
