import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ServiceProvider } from "@/components/stacks/service-context";
import { StackHeader } from "@/components/stacks/stack-header";
import { StackVerbsProvider } from "@/components/stacks/stack-verbs";
import { requireSession } from "@/lib/auth/session";
import { isSlipwayError } from "@/lib/errors";
import { serviceTopic } from "@/lib/live/topics";
import type { ServiceParts, Snapshot } from "@/lib/live/types";
import type { StackRef } from "@/lib/place";
import { runtime } from "@/lib/runtime";
import { readLinks } from "@/lib/stacks/links";
import { cancelUpdate } from "../../../../actions/cancel-update";
import { deleteStack } from "../../../../actions/delete-stack";
import { deploy } from "../../../../actions/deploy";
import { dropPlan } from "../../../../actions/drop-plan";
import { planDelete } from "../../../../actions/plan-delete";
import { planDeploy } from "../../../../actions/plan-deploy";
import { planRollback } from "../../../../actions/plan-rollback";
import { rollback } from "../../../../actions/rollback";
import { setProtection } from "../../../../actions/set-protection";
import { readStackParams, type StackParams } from "./stack-params";

/** What the dialogs of the header call. */
const VERBS = {
  planDeploy,
  deploy,
  dropPlan,
  planRollback,
  rollback,
  deleteStack,
  planDelete,
  cancelUpdate,
  setProtection,
};

/** The picture of the stack is drawn without its template's references sooner than a page waits for them. */
const LINKS_DEADLINE_MS = 500;

interface Props {
  params: Promise<StackParams>;
  children: ReactNode;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { stack } = await readStackParams(params);
  return { title: stack };
}

/** Reads the stack once for all its tabs; they draw from this snapshot and follow it live. */
export default async function StackLayout({ params, children }: Props) {
  await requireSession();
  const stackRef = await readStackParams(params);
  const clients = orNotFound(() => runtime().aws.at(stackRef));
  const [snapshot, links] = await Promise.all([
    readService(stackRef),
    readLinks(clients, stackRef.stack, LINKS_DEADLINE_MS),
  ]);
  const { stack, operation } = snapshot.parts;
  // Just launched, a stack may have an operation before CloudFormation lists it.
  if (stack.data === null && stack.error?.code === "not_found" && !operation.data) notFound();
  return (
    <ServiceProvider stackRef={stackRef} snapshot={snapshot} links={links}>
      <StackVerbsProvider verbs={VERBS}>
        <StackHeader />
        {children}
      </StackVerbsProvider>
    </ServiceProvider>
  );
}

/** An account or a Region that is not configured is a page that is not there. */
function orNotFound<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (isSlipwayError(error) && error.code === "not_found") notFound();
    throw error;
  }
}

async function readService(stackRef: StackRef): Promise<Snapshot<ServiceParts>> {
  try {
    return await runtime().hub.read<ServiceParts>(serviceTopic(stackRef));
  } catch (error) {
    if (isSlipwayError(error) && error.code === "not_found") notFound();
    throw error;
  }
}
