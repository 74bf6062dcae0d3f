"use client";

import { useState } from "react";
import { ClockTime } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { shortText } from "@/components/ui/short-names";
import type { Tone } from "@/lib/stacks/types";
import type { Happening } from "./merge";
import style from "./timeline.module.css";

const SAID: Record<Tone, string> = { ok: "Good: ", warn: "Look: ", bad: "Bad: ", busy: "Change: ", muted: "" };

/** Things that happened, newest first; more of them on demand. */
export function Timeline({ happenings, most = 12 }: { happenings: readonly Happening[]; most?: number }) {
  const [shown, setShown] = useState(most);
  return (
    <>
      <ol className={style.list}>
        {happenings.slice(0, shown).map((each) => (
          <li key={each.id} className={style.item}>
            <ClockTime at={each.at} className={style.time} />
            <span className={style.rail} aria-hidden="true">
              <i className={`${style.dot} ${style[each.tone] ?? ""}`} />
            </span>
            <span className={style.words} title={[each.words, each.detail].filter(Boolean).join("\n")}>
              <span className="hidden-text">{SAID[each.tone]}</span>
              <span className={each.tone === "muted" ? undefined : style.strong}>{shortText(each.words)}</span>{" "}
              <span className="sub">
                {each.detail && shortText(each.detail)}
                {each.because && ` ↳ caused by ${each.because}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {happenings.length > shown && (
        <Button tone="quiet" small onClick={() => setShown(shown + 50)}>
          Show older, {happenings.length - shown} more
        </Button>
      )}
    </>
  );
}
