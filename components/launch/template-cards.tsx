import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Empty, Notice } from "@/components/ui/states";
import { madeResources } from "@/lib/templates/made-resources";
import type { TemplateForm, TemplateProblem } from "@/lib/templates/types";
import { defaultValues } from "@/lib/templates/values";
import style from "./launch.module.css";

interface TemplateCardsProps {
  templates: readonly TemplateForm[];
  broken: readonly { readonly id: string; readonly problems: readonly TemplateProblem[] }[];
  query: { readonly account?: string; readonly region?: string };
}

/** The stored templates, each with what it builds and what can be switched on. */
export function TemplateCards({ templates, broken, query }: TemplateCardsProps) {
  const place = query.account && query.region ? { account: query.account, region: query.region } : undefined;
  return (
    <div className="stack">
      {broken.map(({ id, problems }) => (
        <Notice key={id} bad title={`${id} cannot be used`}>
          {problems[0]?.message}
        </Notice>
      ))}
      {templates.length === 0 && (
        <Empty title="There is no template.">Put one into infra-templates and start again.</Empty>
      )}
      <div className={style.cards}>
        {templates.map((form) => (
          <Card key={form.id} title={form.title} sub={`v${form.version}`}>
            <div className="stack">
              <p>{form.description}</p>
              <p className="row wrap">
                {form.features.map((feature) => (
                  <Chip key={feature.name} tone="muted" sign={false}>
                    {feature.label}
                  </Chip>
                ))}
              </p>
              <div className="row wrap spread">
                <span className="sub">
                  {resourceRange(form)}, {form.fields.length} parameters ·{" "}
                  <Link href={`/templates/${form.id}`}>read it</Link>
                </span>
                <ButtonLink tone="primary" href={`/launch?${new URLSearchParams({ template: form.id, ...place })}`}>
                  Launch {form.title}
                </ButtonLink>
              </div>
            </div>
          </Card>
        ))}
      </div>
    </div>
  );
}

/** "18 to 21 resources": bare, and with all that can be switched on. */
function resourceRange(form: TemplateForm): string {
  const { least } = madeResources(form, defaultValues(form));
  return least === form.resourceCount
    ? `${form.resourceCount} resources`
    : `${least} to ${form.resourceCount} resources`;
}
