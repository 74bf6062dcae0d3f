import type { ReactNode } from "react";
import type { PublicError } from "@/lib/errors";
import type { Part } from "@/lib/live/types";
import { Age } from "./age";
import { errorWords } from "./error-words";
import { SkeletonLines } from "./skeleton";
import style from "./states.module.css";

/** There is nothing yet: says why and what to do next. */
export function Empty({ title, children, actions }: { title: ReactNode; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={style.state}>
      <strong>{title}</strong>
      {children && <p>{children}</p>}
      {actions && <div className={style.actions}>{actions}</div>}
    </div>
  );
}

/** It could not be read (not allowed, not there, no answer), and there is no earlier value to show. */
export function ErrorState({ error, what }: { error: PublicError; what?: string }) {
  const words = errorWords(error);
  return (
    <div className={style.state} role="status">
      <strong>
        {what ? `${what}: ` : ""}
        {words.title}
      </strong>
      <p className="break">{words.message}</p>
      {words.next && <p>{words.next}</p>}
    </div>
  );
}

/** Over values that are old, because the newest reading failed. */
export function StaleLine({ error, at }: { error: PublicError; at: number }) {
  const words = errorWords(error);
  return (
    <div className={style.line} role="status">
      <strong>{words.title}</strong>
      <span>
        {at > 0 && (
          <>
            Shown as it was <Age at={at} />.{" "}
          </>
        )}
        <span className="break">{words.message}</span>
      </span>
    </div>
  );
}

/** A line in a tone of its own, e.g. what blocks a form. */
export function Notice({ bad, title, children }: { bad?: boolean; title: ReactNode; children?: ReactNode }) {
  return (
    <div className={`${style.line} ${bad ? style.bad : ""}`} role={bad ? "alert" : "status"}>
      <strong>{title}</strong>
      {children && <span className="break">{children}</span>}
    </div>
  );
}

/**
 * One part of a page in whichever of its states: not read yet, failed, old, or there. `what` names it ("Alarms");
 * `children` draws the value.
 */
export function PartView<T>({
  part,
  what,
  lines = 3,
  children,
}: {
  part: Part<T>;
  what: string;
  /** Lines of the skeleton before the first answer. */
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (part.data === null && part.at === 0) {
    return part.error ? (
      <ErrorState error={part.error} what={what} />
    ) : (
      <SkeletonLines lines={lines} label={`${what} is being read`} />
    );
  }
  return (
    <>
      {part.error && <StaleLine error={part.error} at={part.at} />}
      {/* A part may be read and be null on purpose ("no service in this stack"): its drawer decides. */}
      {children(part.data as T)}
    </>
  );
}
