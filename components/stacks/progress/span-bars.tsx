"use client";

import { useClockText, useZone } from "@/components/ui/clock";
import { clockTime, durationWords } from "@/components/ui/format";
import type { StackRun } from "@/lib/stacks/spans";
import { resourceTone } from "../resource-tone";
import { statusWords } from "./node-state";
import style from "./span-bars.module.css";

/** One bar a resource on one axis, from its first event to its last. Redrawn once a second while it goes on. */
export function SpanBars({ run }: { run: StackRun }) {
  const zone = useZone();
  const now = Number(useClockText((at) => String(Math.floor(at / 1_000) * 1_000)));
  const end = Math.max(run.to ?? now, run.from + 1_000, ...run.spans.map(({ from, to }) => to ?? from));
  const share = (at: number) => `${(Math.min(1, Math.max(0, (at - run.from) / (end - run.from))) * 100).toFixed(2)}%`;
  return (
    <div className={style.bars}>
      <div className={style.axis} aria-hidden="true">
        <span>{clockTime(run.from, zone)}</span>
        <span>{durationWords(end - run.from)}</span>
      </div>
      <ol className={style.list} aria-label="Resources in the order in which they began">
        {run.spans.map((span) => {
          const to = span.to ?? end;
          const tone = resourceTone(span.status);
          return (
            <li key={span.logicalId} title={span.reason}>
              <span className={style.name}>{span.logicalId}</span>
              <span className={style.track} aria-hidden="true">
                <span
                  className={`${style.bar} ${style[tone]}`}
                  style={{ left: share(span.from), right: `calc(100% - ${share(to)})` }}
                />
              </span>
              <span className={style.words}>
                {statusWords(span.status)}, {durationWords(Math.max(0, to - span.from))}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
