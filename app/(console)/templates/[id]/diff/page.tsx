import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TemplateDiff } from "@/components/templates/template-diff";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { Segments } from "@/components/ui/segments";
import { requireSession } from "@/lib/auth/session";
import { runtime } from "@/lib/runtime";
import { readReference } from "@/lib/templates/reference";
import { findUploaded, listVersions } from "@/lib/templates/uploaded";

export const metadata: Metadata = { title: "Compare versions" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ from?: string; to?: string; view?: string }>;
}

/** `?from=1&to=3&view=split|unified`: two versions, and who changed it why in between. */
export default async function TemplateDiffPage({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  await requireSession("viewer", `/templates/${id}/diff`);
  const search = await searchParams;
  const { db } = runtime();
  const versions = readReference(id) ? await listVersions(db, id) : [];
  const [newest, previous] = versions;
  const [from, to] = [Number(search.from ?? previous?.number ?? 1), Number(search.to ?? newest?.number ?? 1)];
  const [before, after] = await Promise.all(
    [from, to].map(async (number) =>
      Number.isInteger(number) && number > 0 ? findUploaded(db, id, number) : undefined,
    ),
  );
  if (!before || !after) notFound();
  const split = search.view !== "unified";
  const address = (view: string) => `/templates/${id}/diff?from=${from}&to=${to}&view=${view}`;
  const between = versions.filter(({ number }) => number > Math.min(from, to) && number <= Math.max(from, to));
  return (
    <>
      <PageHeader
        title={`Version ${from} and version ${to}`}
        crumbs={[
          { label: "Templates", href: "/templates" },
          { label: after.title, href: `/templates/${id}` },
          { label: "Compare" },
        ]}
        facts={between.map(({ number, byName, reason }) => (
          <span key={number} className="break">
            v{number} by {byName}: {reason}
          </span>
        ))}
        actions={
          <Segments
            label="View"
            items={[
              { key: "split", label: "Side by side", href: address("split"), current: split },
              { key: "unified", label: "One column", href: address("unified"), current: !split },
            ]}
          />
        }
      />
      <Card>
        <TemplateDiff
          key={`${from}/${to}/${split}`}
          before={{ label: `Version ${from}`, text: before.text }}
          after={{ label: `Version ${to}`, text: after.text }}
          split={split}
        />
      </Card>
    </>
  );
}
