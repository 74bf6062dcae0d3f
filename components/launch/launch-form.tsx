"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { errorWords } from "@/components/ui/error-words";
import { Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/states";
import type { ActionResult } from "@/lib/auth/action-result";
import type { PublicError } from "@/lib/errors";
import { type Place, stackPath } from "@/lib/place";
import { madeResources, resourceWords } from "@/lib/templates/made-resources";
import type { TemplateForm } from "@/lib/templates/types";
import { validate } from "@/lib/templates/validate";
import { defaultValues, effectiveValues, fieldCounts, stackNameOf, stackNameProblem } from "@/lib/templates/values";
import { FeatureList } from "./feature-list";
import { FieldControl } from "./field-control";
import style from "./launch.module.css";
import { ParameterFile } from "./parameter-file";
import { PreflightChip, PreflightPanel } from "./preflight-panel";
import { Review } from "./review";
import { useDraft } from "./use-draft";
import { usePreflight } from "./use-preflight";

export interface LaunchRequest extends Place {
  readonly stack: string;
  readonly template: { readonly id: string };
  readonly parameters: Record<string, string>;
  readonly capabilities: string[];
  readonly formKey: string;
  /** Ids of failed checks that were on the screen. */
  readonly despite: string[];
}

interface LaunchFormProps {
  form: TemplateForm;
  place: Place;
  mayLaunch: boolean;
  launch: (request: LaunchRequest) => Promise<ActionResult<{ readonly operationId: string }>>;
}

/** The stack's name is no parameter; the action answers its problem under this name too. */
const NAME = "stack";
const OPEN: ReadonlySet<string> = new Set(["unavailable", "unknown_outcome", "internal"]);

/** From the template's parameters to an accepted launch: fill in, look at what was checked, review, launch. */
export function LaunchForm({ form, place, mayLaunch, launch }: LaunchFormProps) {
  const router = useRouter();
  const defaults = defaultValues(form);
  const draft = useDraft(`slipway-launch:${place.account}/${place.region}/${form.id}`, form, defaults);
  const [ownName, setOwnName] = useState<string>();
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [step, setStep] = useState<"form" | "review">("form");
  const [refusal, setRefusal] = useState<PublicError>();
  const [refusals, setRefusals] = useState(0);
  const [busy, setBusy] = useState(false);
  // One key a reviewed launch: pressing twice, or sending again after a lost answer, is the same launch.
  const formKey = useRef("");

  const values = effectiveValues(form, draft.values);
  const stackName = ownName ?? stackNameOf(form, values) ?? "";
  const nameProblem = stackNameProblem(stackName);
  const problems: Record<string, string> = {
    ...validate(form, draft.values),
    ...(nameProblem ? { [NAME]: nameProblem } : {}),
    ...refusal?.details.fields,
  };
  const errors = Object.fromEntries(Object.entries(problems).filter(([name]) => shown.has(name)));
  const secrets = new Set(form.fields.filter((field) => field.secret).map((field) => field.name));
  const preflight = usePreflight(place, form.id, values, secrets, nameProblem ? undefined : stackName, refusals);
  const failures = preflight.results.filter((result) => result.status === "fail");
  const failing = failures.length;

  const change = (name: string, value: string) => {
    draft.set(name, value);
    // Another VPC has other subnets: those of the old one would be sent unseen.
    if (form.roles.network.vpc === name && value !== draft.values[name] && form.roles.network.subnets) {
      draft.set(form.roles.network.subnets, "");
    }
    setRefusal(undefined);
    if (value !== "") setShown((current) => new Set([...current, name]));
  };

  const mend = (set: Readonly<Record<string, string>>) => {
    // The VPC first: a new one empties the subnets.
    const order = Object.entries(set).sort(
      ([a], [b]) => Number(b === form.roles.network.vpc) - Number(a === form.roles.network.vpc),
    );
    for (const [name, value] of order) change(name, value);
  };

  const review = () => {
    const names = Object.keys(problems);
    setShown(new Set([...shown, ...names]));
    if (names.length > 0) {
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>("[aria-invalid='true'], [data-invalid] input")?.focus(),
      );
      return;
    }
    formKey.current = crypto.randomUUID();
    setStep("review");
    window.scrollTo({ top: 0 });
  };

  const send = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      const answer = await launch({
        ...place,
        stack: stackName,
        template: { id: form.id },
        parameters: values,
        capabilities: [...form.capabilities],
        formKey: formKey.current,
        despite: failures.map(({ id }) => id),
      });
      if (answer.ok) {
        draft.forget();
        router.push(stackPath({ ...place, stack: stackName }, "deployments"));
        return;
      }
      setRefusal(answer.error);
      setRefusals((count) => count + 1);
      // Refused for good: the next try is a launch of its own. Where the outcome is open the key stays, so it is one.
      if (!OPEN.has(answer.error.code)) formKey.current = crypto.randomUUID();
      if (answer.error.details.fields) {
        setShown(new Set([...shown, ...Object.keys(answer.error.details.fields)]));
        setStep("form");
      }
    } catch {
      // The same key makes it safe to press again.
      setRefusal({
        code: "unavailable",
        message: "The console did not answer. Nothing is lost: launch again, it is done once.",
        details: {},
      });
    }
    setBusy(false);
  };

  const words = refusal && errorWords(refusal);
  const notice = words && (
    <Notice bad title={words.title}>
      {words.message} {words.next}
    </Notice>
  );
  if (step === "review") {
    return (
      <div className={style.layout}>
        <div className={style.groups}>
          {notice}
          <Review
            form={form}
            stackName={stackName}
            values={values}
            defaults={defaults}
            busy={busy}
            failures={failures}
            region={place.region}
            onBack={() => setStep("form")}
            onLaunch={send}
          />
        </div>
        <Card title="Preflight" aside={<PreflightChip preflight={preflight} />} className={style.side}>
          <PreflightPanel preflight={preflight} onFix={mend} />
        </Card>
      </div>
    );
  }

  const inFeature = new Set(form.features.flatMap((feature) => [feature.switch, ...feature.dependents]));
  const groups = form.groups
    .map((group) => ({
      label: group.label,
      fields: group.fields.flatMap((name) =>
        form.fields.filter((field) => field.name === name && !inFeature.has(name) && !field.derived),
      ),
    }))
    .filter((group) => group.fields.length > 0);
  return (
    <form
      className={style.layout}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        review();
      }}
    >
      <div className={style.groups}>
        {notice}
        {draft.restored && (
          <Notice title="Your unfinished launch is here again.">
            <Button tone="link" small onClick={draft.discard}>
              Start over
            </Button>
          </Notice>
        )}
        {groups.map((group) => (
          <Card key={group.label} title={group.label}>
            <div className={style.fields}>
              {group.fields
                .filter((field) => fieldCounts(field, values))
                .map((field) => (
                  <div key={field.name} className={field.picker?.kind === "subnets" ? style.wide : undefined}>
                    <FieldControl
                      field={field}
                      values={draft.values}
                      error={errors[field.name]}
                      place={place}
                      onChange={change}
                    />
                  </div>
                ))}
            </div>
          </Card>
        ))}
        {form.features.length > 0 && (
          <Card title="Options">
            <FeatureList form={form} values={draft.values} errors={errors} place={place} onChange={change} />
          </Card>
        )}
        <Card title="Parameter files">
          <ParameterFile form={form} values={values} stackName={stackName} onValues={mend} />
        </Card>
        <Card title="Name">
          <div className={style.fields}>
            <Input
              label="Stack name"
              name={NAME}
              help={
                form.stackName
                  ? `Made from ${form.stackName.replaceAll(/[{}]/g, "")}; you may write another.`
                  : undefined
              }
              error={errors[NAME]}
              value={stackName}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => {
                setOwnName(event.target.value);
                setShown((current) => new Set([...current, NAME]));
              }}
            />
          </div>
        </Card>
      </div>
      <Card title="Preflight" aside={<PreflightChip preflight={preflight} />} className={style.side}>
        <PreflightPanel preflight={preflight} onFix={mend} />
        <div className={style.foot}>
          {failing > 0 && (
            <p className={style.error}>
              {failing === 1 ? "One check failed" : `${failing} checks failed`}: AWS would very likely fail on it too.
            </p>
          )}
          {mayLaunch ? (
            <Button type="submit" tone="primary">
              Review {resourceWords(madeResources(form, values))}
            </Button>
          ) : (
            <p className={style.help}>Your role is viewer: an operator can launch this.</p>
          )}
        </div>
      </Card>
    </form>
  );
}
