import { systemClock } from "@/lib/clock";
import { connect } from "@/lib/db/client";
import { executeRollback } from "@/lib/rollback/execute";
import { readRollbackPlan } from "@/lib/rollback/read-plan";
import { deleteStack } from "@/lib/stacks/delete-stack";
import { executeUpdate } from "@/lib/stacks/execute-update";
import { launch } from "@/lib/stacks/launch";
import { planDeploy } from "@/lib/stacks/plan-deploy";
import { requireStack } from "@/lib/stacks/require-stack";
import type { VerbContext } from "./context";
import { OperationRunner } from "./runner";
import { findOperation } from "./store";
import { SMALL_TEMPLATE, sandboxAws, stepOptions } from "./test-rig";

/**
 * A process of its own that runs one verb to its end, without the web server: `node child.mjs <databaseUrl> <awsUrl>
 * <stack> <verb>`. A crash test sets SLIPWAY_CRASH_AT and sees it die in the middle.
 */
const [databaseUrl = "", awsUrl = "", stack = "", verb = ""] = process.argv.slice(2);
const db = connect(databaseUrl);
const aws = sandboxAws(awsUrl);
const ctx: VerbContext = { db, aws, clock: systemClock, by: { userId: "u1", name: "Ada" } };
const ref = { account: "sandbox", region: "us-east-1", stack };
const formKey = `crash-${stack}-${verb}`;

const VERBS: Readonly<Record<string, () => Promise<{ operationId: string }>>> = {
  launch: () =>
    launch(ctx, { ref, template: { id: "small", text: SMALL_TEMPLATE }, parameters: {}, capabilities: [], formKey }),
  async deploy() {
    const { changeSet } = await planDeploy(ctx, { ref, tag: "2.0" });
    return executeUpdate(ctx, { ref, changeSetId: changeSet.id, kind: "deploy", formKey });
  },
  async rollback() {
    const plan = await readRollbackPlan(ctx, { ref });
    if (!plan.allowed) throw new Error(plan.why);
    const { stackId, basis, mechanism, target } = plan;
    return executeRollback(ctx, { ref, stackId, basis, mechanism, targetId: target?.id, formKey });
  },
  async delete() {
    const { stackId } = await requireStack(aws.at(ref), stack);
    return deleteStack(ctx, { ref, stackId, confirm: stack, formKey });
  },
};

const run = VERBS[verb];
if (!run) throw new Error(`there is no verb ${verb}`);
const runner = new OperationRunner(stepOptions({ db, aws }));
const { operationId } = await run();
// Only now: it takes up what earlier children left, and would die there before this one's own operation is made.
runner.start();
while ((await findOperation(db, operationId))?.endedAt === undefined) await systemClock.sleep(50);
await runner.stop();
aws.destroy();
await db.close();
