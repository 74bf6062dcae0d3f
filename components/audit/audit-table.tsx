import Link from "next/link";
import { ClockTime } from "@/components/ui/age";
import { Chip } from "@/components/ui/chip";
import { Empty } from "@/components/ui/states";
import { Head, Table, Td } from "@/components/ui/table";
import type { AuditEntry } from "@/lib/audit/types";
import { stackPath } from "@/lib/place";
import type { Tone } from "@/lib/stacks/types";

const OUTCOMES: Readonly<Record<string, { tone: Tone; words: string }>> = {
  ok: { tone: "ok", words: "done" },
  unfinished: { tone: "warn", words: "not finished" },
  forbidden: { tone: "bad", words: "refused: role" },
  unauthenticated: { tone: "bad", words: "refused: signed out" },
  invalid_input: { tone: "muted", words: "refused: input" },
  internal: { tone: "bad", words: "failed" },
};

/** Told entries only; what was entered is masked before it is stored. */
export function AuditTable({ entries, filtered }: { entries: readonly AuditEntry[]; filtered: boolean }) {
  if (entries.length === 0) {
    return filtered ? (
      <Empty title="Nothing was done to this stack from here." />
    ) : (
      <Empty title="Nothing was done yet.">
        Every launch, deployment, rollback and sign-in will stand here, with who and why.
      </Empty>
    );
  }
  return (
    <Table caption="Actions, newest first">
      <Head columns={["When", "Who", "Action", "On", "Outcome", "With"]} />
      <tbody>
        {entries.map((entry) => {
          const outcome = OUTCOMES[entry.outcome] ?? {
            tone: "bad" as const,
            words: entry.outcome.replaceAll("_", " "),
          };
          return (
            <tr key={entry.seq}>
              <Td first>
                <ClockTime at={entry.at} />
              </Td>
              <Td label="Who">
                {entry.by} <span className="sub">{entry.role}</span>
              </Td>
              <Td label="Action" mono>
                {entry.action}
              </Td>
              <Td label="On">
                <Target target={entry.target} />
              </Td>
              <Td label="Outcome">
                <Chip tone={outcome.tone}>{outcome.words}</Chip>
                {entry.detail && <div className="sub break">{entry.detail}</div>}
              </Td>
              <Td>
                <Input input={entry.input} />
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function Target({ target }: { target: string | undefined }) {
  const [account, region, stack] = target?.split("/") ?? [];
  if (!account || !region || !stack) return <span className="sub">{target ?? "–"}</span>;
  return <Link href={stackPath({ account, region, stack })}>{stack}</Link>;
}

function Input({ input }: { input: unknown }) {
  if (input === undefined || input === null || (typeof input === "object" && Object.keys(input).length === 0))
    return null;
  return (
    <details>
      <summary className="sub">show</summary>
      <pre className="break">{JSON.stringify(input, null, 1)}</pre>
    </details>
  );
}
