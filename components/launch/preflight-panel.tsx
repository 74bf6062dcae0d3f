"use client";

import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { SkeletonLines } from "@/components/ui/skeleton";
import type { CheckResult } from "@/lib/preflight/types";
import style from "./launch.module.css";
import type { Preflight } from "./use-preflight";

const SIGN: Record<CheckResult["status"], { sign: string; words: string }> = {
  pass: { sign: "✓", words: "fine" },
  warn: { sign: "!", words: "worth a look" },
  fail: { sign: "✕", words: "to mend" },
  unknown: { sign: "?", words: "not known" },
};
const ORDER: readonly CheckResult["status"][] = ["fail", "warn", "unknown", "pass"];

/** What was found out in AWS about these values: what each check saw, and its mend as one click. */
export function PreflightPanel({
  preflight,
  onFix,
}: {
  preflight: Preflight;
  onFix: (values: Readonly<Record<string, string>>) => void;
}) {
  const results = [...preflight.results].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
  return (
    <>
      {preflight.state === "checking" && results.length === 0 && (
        <SkeletonLines lines={6} label="The checks are running" />
      )}
      {preflight.state === "failed" && (
        <p className={style.help}>
          The checks could not run: {preflight.error}. They never block by themselves; AWS will judge.
        </p>
      )}
      {preflight.state === "idle" && results.length === 0 && (
        <p className={style.help}>Each fact this launch rests on is looked up in AWS while you fill in the form.</p>
      )}
      <ul className={style.checks} aria-live="polite" aria-busy={preflight.state === "checking"}>
        {results.map((result) => (
          <li key={result.id} className={`${style.check} ${style[result.status]}`}>
            <span className={style.sign} aria-hidden="true">
              {SIGN[result.status].sign}
            </span>
            <b>
              {result.title}
              <span className="hidden-text">: {SIGN[result.status].words}</span>
            </b>
            <small>{result.evidence}</small>
            {result.fix && (
              <span className={style.fix}>
                {result.fix.set ? (
                  <Button tone="link" small onClick={() => onFix(result.fix?.set ?? {})}>
                    {result.fix.label}
                  </Button>
                ) : (
                  <small>{result.fix.label}</small>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The panel's own summary: "1 to mend", "2 to look at", "All fine". */
export function PreflightChip({ preflight }: { preflight: Preflight }) {
  if (preflight.results.length === 0) return null;
  const count = (status: CheckResult["status"]) =>
    preflight.results.filter((result) => result.status === status).length;
  const [fail, warn] = [count("fail"), count("warn")];
  if (fail > 0) return <Chip tone="bad">{fail} to mend</Chip>;
  return warn > 0 ? (
    <Chip tone="warn">{warn} to look at</Chip>
  ) : (
    <Chip tone="ok">{preflight.state === "checking" ? "checking" : "all fine"}</Chip>
  );
}
