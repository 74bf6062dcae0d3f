import type { Metadata } from "next";
import Link from "next/link";
import { LaunchForm } from "@/components/launch/launch-form";
import { PlacePicker } from "@/components/launch/place-picker";
import { TemplateCards } from "@/components/launch/template-cards";
import { PageHeader } from "@/components/ui/page-header";
import { Notice } from "@/components/ui/states";
import { requireSession } from "@/lib/auth/session";
import { roleAtLeast } from "@/lib/auth/types";
import type { Place } from "@/lib/place";
import { runtime } from "@/lib/runtime";
import { listTemplates, offeredTemplate } from "@/lib/templates/library";
import { launch } from "../actions/launch";

export const metadata: Metadata = { title: "Launch" };

interface Search {
  readonly template?: string;
  readonly account?: string;
  readonly region?: string;
}

/** `/launch` chooses a template; `?template=…&account=…&region=…` is its form, so that a link shows a colleague the same. */
export default async function LaunchPage({ searchParams }: { searchParams: Promise<Search> }) {
  const session = await requireSession("viewer", "/launch");
  const { config, db } = runtime();
  const { accounts } = config;
  const search = await searchParams;
  const places: Place[] = accounts.flatMap(({ name, regions }) => regions.map((region) => ({ account: name, region })));
  const place =
    places.find(({ account, region }) => account === search.account && region === search.region) ?? places[0];
  const chosen = search.template === undefined ? undefined : await offeredTemplate(db, search.template);
  if (!chosen || !place) {
    const { templates, broken } = await listTemplates(db);
    return (
      <>
        <PageHeader
          title="Launch a service"
          facts={<span>Choose what to build. Nothing is made before you have reviewed it.</span>}
        />
        {search.template && !chosen && (
          <Notice bad title={`There is no template “${search.template.slice(0, 64)}”.`}>
            Choose one of those that are there.
          </Notice>
        )}
        <TemplateCards templates={templates.map((template) => template.form)} broken={broken} query={search} />
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Launch a service"
        crumbs={[{ label: "Launch", href: "/launch" }, { label: `${chosen.title} (v${chosen.version})` }]}
        facts={
          <>
            <PlacePicker places={places} place={place} template={chosen.form.id} />
            <Link href={`/templates/${chosen.form.id}`}>Read the template</Link>
          </>
        }
      />
      <LaunchForm
        key={`${place.account}/${place.region}/${chosen.form.id}`}
        form={chosen.form}
        place={place}
        mayLaunch={roleAtLeast(session.role, "operator")}
        launch={launch}
      />
    </>
  );
}
