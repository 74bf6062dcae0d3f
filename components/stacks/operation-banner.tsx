"use client";

import { Age, Elapsed } from "@/components/ui/age";
import { Chip } from "@/components/ui/chip";
import { useClockText } from "@/components/ui/clock";
import { durationWords, plural } from "@/components/ui/format";
import type { Operation } from "@/lib/operations/types";
import type { RootCause, StackFacts, StackProgress } from "@/lib/stacks/types";
import style from "./operation-banner.module.css";
import { hasEnded, isNews, operationWords, settleWords } from "./operation-words";
import { useService } from "./service-context";

/** The operation under way, on top of every page of the stack; its end stays there while it is news. */
export function OperationBanner() {
  const { parts } = useService();
  const operation = parts.operation.data;
  const news = useIsNews(operation);
  if (!operation || !news) return null;
  return <OperationCard operation={operation} progress={parts.progress.data} stack={parts.stack.data} />;
}

/** Whether the banner shows it, so that no page shows it twice. */
export function useIsNews(operation: Operation | null): boolean {
  return useClockText((now) => (operation && isNews(operation, now) ? "yes" : "")) !== "";
}

/** One operation: what it is, how far (n of m), what it waits for, how it ended and why. */
export function OperationCard({
  operation,
  progress,
  stack,
}: {
  operation: Operation;
  progress: StackProgress | null;
  stack: StackFacts | null;
}) {
  const { tone, words } = operationWords(operation, stack);
  const ended = hasEnded(operation);
  return (
    <section className={`${style.banner} ${style[tone] ?? ""}`} aria-label={operation.title}>
      <div className="row wrap spread">
        <div className="row wrap">
          <strong>{operation.title}</strong>
          <span role="status">
            <Chip tone={tone}>{words}</Chip>
          </span>
          <span className="sub">
            {operation.by}
            {operation.reason && `: “${operation.reason}”`}
          </span>
        </div>
        <span className="sub">
          {ended && operation.endedAt ? (
            <>
              took {durationWords(operation.endedAt - operation.startedAt)}, ended <Age at={operation.endedAt} />
            </>
          ) : (
            <>
              for <Elapsed since={operation.startedAt} />
            </>
          )}
        </span>
      </div>
      {!ended && progress && operation.state !== "settling" && <Progress progress={progress} />}
      {!ended && operation.settle && <Settling settle={operation.settle} />}
      {operation.cause && <Cause cause={operation.cause} />}
    </section>
  );
}

function Progress({ progress }: { progress: StackProgress }) {
  const { done, total, waitingFor } = progress;
  if (total === 0) return null;
  const [first] = waitingFor;
  return (
    <>
      <progress className={style.bar} value={done} max={total} aria-label="Resources done" />
      <div className="sub">
        <b>
          {done} of {total}
        </b>{" "}
        {total === 1 ? "resource" : "resources"}
        {first && (
          <>
            {" · waits for "}
            {waitingFor
              .slice(0, 3)
              .map((each) => each.logicalId)
              .join(", ")}
            {waitingFor.length > 3 && ` and ${waitingFor.length - 3} more`} ({first.type}, for{" "}
            {durationWords(first.sinceMs)})
          </>
        )}
      </div>
    </>
  );
}

function Settling({ settle }: { settle: NonNullable<Operation["settle"]> }) {
  const words = useClockText((now) => settleWords(settle, now));
  return (
    <>
      <progress className={style.bar} value={settle.healthy} max={Math.max(1, settle.wanted)} aria-label="Healthy" />
      <div className="sub">{words}</div>
    </>
  );
}

/** The rest is unfolded on demand: the banner stands on every page. */
const SHOWN_EVIDENCE = 2;

/** The first cause in plain words, with what was seen and what to do. */
export function Cause({ cause }: { cause: RootCause }) {
  return (
    <div className={style.cause}>
      <strong className="break">{cause.sentence}</strong>
      <Evidence lines={cause.evidence.slice(0, SHOWN_EVIDENCE)} />
      {cause.evidence.length > SHOWN_EVIDENCE && (
        <details className={style.more}>
          <summary>{plural(cause.evidence.length - SHOWN_EVIDENCE, "more line")} of what was seen</summary>
          <Evidence lines={cause.evidence.slice(SHOWN_EVIDENCE)} />
        </details>
      )}
      {cause.nextStep && <p style={{ marginTop: 4 }}>{cause.nextStep}</p>}
    </div>
  );
}

function Evidence({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul className={style.evidence}>
      {lines.map((line) => (
        <li key={line} className="break">
          {line}
        </li>
      ))}
    </ul>
  );
}
