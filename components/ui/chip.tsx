import type { ReactNode } from "react";
import type { Tone } from "@/lib/stacks/types";
import style from "./chip.module.css";

/** A shape per tone, so that a state is told without its colour too. */
const SIGN: Record<Tone, string> = { ok: "●", warn: "▲", bad: "■", busy: "◐", muted: "○" };

/** A state in words. `sign={false}` for plain labels. */
export function Chip({ tone, sign = true, children }: { tone: Tone; sign?: boolean; children: ReactNode }) {
  return (
    <span className={`${style.chip} ${style[tone]}`}>
      {sign && (
        <span className={style.sign} aria-hidden="true">
          {SIGN[tone]}
        </span>
      )}
      <span>{children}</span>
    </span>
  );
}
