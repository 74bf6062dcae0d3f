import type { Metadata } from "next";
import { AuditTable } from "@/components/audit/audit-table";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { ClockProvider } from "@/components/ui/clock";
import { BareInput } from "@/components/ui/field";
import { plural } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { countAudit, listAudit } from "@/lib/audit/list";
import { requireSession } from "@/lib/auth/session";
import { runtime } from "@/lib/runtime";

export const metadata: Metadata = { title: "Audit" };
const PAGE = 50;

interface Search {
  readonly before?: string | string[];
  readonly stack?: string | string[];
  readonly check?: string | string[];
}

/** Who did what, newest first. `?before=` pages on, `?stack=` keeps to one stack, `?check=all` reads the whole chain. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  await requireSession("viewer", "/audit");
  const { db, clock, auditChain } = runtime();
  const { before, stack: typed, check } = await searchParams;
  // PostgreSQL's text cannot hold a null character.
  const stack = typeof typed === "string" ? typed.replaceAll("\0", "").slice(0, 500) : undefined;
  const from = typeof before === "string" && /^\d{1,15}$/.test(before) ? Number(before) : undefined;
  const [rows, count, broken] = await Promise.all([
    listAudit(db, { before: from, limit: PAGE + 1, target: stack || undefined }),
    countAudit(db),
    auditChain.check({ whole: check === "all" }),
  ]);
  const entries = rows.slice(0, PAGE);
  const last = entries.at(-1);
  const next = new URLSearchParams({ ...(stack ? { stack } : {}), before: String(last?.seq ?? 0) });
  return (
    <>
      <PageHeader
        title="Audit"
        chips={broken === null ? <Chip tone="ok">chain whole</Chip> : <Chip tone="bad">changed at row {broken}</Chip>}
        facts={
          <span>
            {plural(count, "action")}. Each row carries the hash of the one before it, so a change or a missing row
            shows. Each visit reads what is new: <a href="/audit?check=all">read all rows again</a>.
          </span>
        }
        actions={
          <search>
            <form>
              <BareInput
                type="search"
                name="stack"
                defaultValue={stack}
                placeholder="account/region/stack"
                aria-label="Only this stack"
              />
            </form>
          </search>
        }
      />
      <Card flush>
        <ClockProvider now={clock.now()}>
          <AuditTable entries={entries} filtered={Boolean(stack)} />
        </ClockProvider>
      </Card>
      {rows.length > PAGE && (
        <p>
          <ButtonLink href={`/audit?${next}`}>Older</ButtonLink>
        </p>
      )}
    </>
  );
}
