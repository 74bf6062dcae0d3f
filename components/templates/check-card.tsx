"use client";

import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { plural } from "@/components/ui/format";
import { MAX_BODY_BYTES } from "@/lib/templates/template-text";
import { ProblemList } from "./problem-list";
import type { Check } from "./use-check";

/** What Slipway found in the text as it stands: read while it is typed. AWS checks it when it is stored. */
export function CheckCard({ check, onLine }: { check: Check; onLine: (line: number) => void }) {
  const { result, pending, failed } = check;
  const count = result ? result.problems.length + result.findings.length : 0;
  const broken = (result?.problems.length ?? 0) > 0;
  return (
    <Card
      title="Checks"
      aside={
        <span role="status">
          {failed ? (
            <Chip tone="warn">not checked: the console did not answer</Chip>
          ) : pending ? (
            <Chip tone="busy">reading</Chip>
          ) : !result ? null : broken ? (
            <Chip tone="bad">{plural(result.problems.length, "mistake")}</Chip>
          ) : count > 0 ? (
            <Chip tone="warn">{plural(count, "finding")}</Chip>
          ) : (
            <Chip tone="ok">nothing found</Chip>
          )}
        </span>
      }
    >
      {!result ? (
        <p className="sub">Mistakes and advice appear here, each with its line.</p>
      ) : (
        <div className="stack">
          {!broken && (
            <p className="sub">
              {plural(result.resources, "resource")}, {plural(result.parameters, "parameter")},{" "}
              {result.bytes.toLocaleString("en")} bytes.
              {result.bytes > MAX_BODY_BYTES &&
                " That is more than a request to AWS may hold: Slipway puts it into an S3 bucket of the account."}
            </p>
          )}
          <ProblemList problems={result.problems} findings={result.findings} onLine={onLine} />
        </div>
      )}
    </Card>
  );
}
