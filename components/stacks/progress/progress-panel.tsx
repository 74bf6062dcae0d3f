"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { useClockText } from "@/components/ui/clock";
import { useConsole } from "@/components/ui/console-context";
import { durationWords, plural } from "@/components/ui/format";
import { roleAtLeast } from "@/lib/auth/types";
import { type AbortChoice, abortChoice } from "@/lib/stacks/abort";
import { lastTime, type Span, type StackRun, stackRuns } from "@/lib/stacks/spans";
import { STACK_STATUS } from "@/lib/stacks/status";
import { earlyVerdict, stepBudget } from "@/lib/stacks/verdict";
import { DIALOGS } from "../dialogs";
import { hasEnded } from "../operation-words";
import { useService } from "../service-context";
import style from "./progress-panel.module.css";
import { SpanBars } from "./span-bars";
import { StackPicture } from "./stack-picture";
import { lastTimeWords, waitingWords } from "./waiting-words";

/** Steps named at once; the bars below show all of them. */
const NAMED = 4;

/** The stack's runs, newest first, and whether one goes on. */
export function useRuns(): { runs: readonly StackRun[]; moving: boolean } {
  const { parts, stackRef } = useService();
  const stack = parts.stack.data;
  const operation = parts.operation.data;
  const moving = (stack !== null && STACK_STATUS[stack.status].moving) || (operation !== null && !hasEnded(operation));
  return { runs: stackRuns(stackRef.stack, parts.stackEvents.data ?? []), moving };
}

/** While an operation is on: what is waited for, what is already clear, how to stop it, the picture and the bars. */
export function ProgressPanel() {
  const { runs, moving } = useRuns();
  const run = runs[0];
  if (!moving) return null;
  return (
    <Card title="While it runs" sub={run && lastTimeWords(lastTime(runs))} aside={<Abort />}>
      <div className="stack">
        {run && <Waiting run={run} runs={runs} />}
        <StackPicture run={run} />
        {run && run.spans.length > 0 && <SpanBars run={run} />}
      </div>
    </Card>
  );
}

function Waiting({ run, runs }: { run: StackRun; runs: readonly StackRun[] }) {
  const { parts } = useService();
  const open = run.spans.filter(({ to }) => to === undefined);
  const verdict = earlyVerdict({
    since: run.from,
    tasks: parts.tasks.data ?? [],
    serviceEvents: parts.serviceEvents.data ?? [],
    activities: parts.activities.data ?? [],
  });
  const going = parts.stack.data && STACK_STATUS[parts.stack.data.status];
  return (
    <>
      {verdict && (
        <div className={style.verdict} role="status">
          <Chip tone="bad">Early verdict</Chip> <b>{verdict.sentence}</b> {verdict.nextStep}
        </div>
      )}
      {open.length > 0 ? (
        <ul className={style.waiting}>
          {open.slice(0, NAMED).map((span) => (
            <WaitingFor key={span.logicalId} span={span} run={run} runs={runs} />
          ))}
          {open.length > NAMED && (
            <li className="sub">and {plural(open.length - NAMED, "more step")}, see the bars below</li>
          )}
        </ul>
      ) : (
        going?.moving && <p className="sub">{going.words}. CloudFormation has not named its next step yet.</p>
      )}
    </>
  );
}

function WaitingFor({ span, run, runs }: { span: Span; run: StackRun; runs: readonly StackRun[] }) {
  const { parts } = useService();
  const last = lastTime(runs, span.logicalId);
  const budget = stepBudget(span.type, last);
  const elapsed = useClockText((now) => durationWords(Math.max(0, Math.floor((now - span.from) / 1_000) * 1_000)));
  const late = useClockText((now) => (now - span.from > budget ? "late" : "")) !== "";
  return (
    <li>
      {waitingWords(span, run, parts)}, for {elapsed}; {lastTimeWords(last)}.{" "}
      {late && <Chip tone="warn">longer than the {durationWords(budget)} this should take</Chip>}
    </li>
  );
}

/** One button that picks the right API; where there is none it says why. */
function Abort() {
  const { parts, stackRef } = useService();
  const { role } = useConsole();
  const [open, setOpen] = useState(false);
  const stack = parts.stack.data;
  const choice = stack && abortChoice(stack);
  if (!choice) return null;
  if (!choice.api) return <span>Cannot be stopped: {choice.why}</span>;
  if (!roleAtLeast(role, needed(choice))) {
    return (
      <span>
        {choice.api === "DeleteStack" ? "An admin can stop it by deleting it." : "An operator can cancel it."}
      </span>
    );
  }
  const Dialog = DIALOGS.abort;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{choice.label}…</Button>
      {open && Dialog && <Dialog stackRef={stackRef} parts={parts} onClose={() => setOpen(false)} />}
    </>
  );
}

const needed = (choice: AbortChoice) => (choice.api === "DeleteStack" ? "admin" : "operator");
