"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { plural } from "@/components/ui/format";
import { Notice } from "@/components/ui/states";
import { Table, Td, Th } from "@/components/ui/table";
import type { CheckResult } from "@/lib/preflight/types";
import { madeResources, resourceWords } from "@/lib/templates/made-resources";
import type { FormField, ParameterValues, TemplateForm } from "@/lib/templates/types";
import { fieldCounts } from "@/lib/templates/values";
import { CommandLine } from "./command-line";
import style from "./launch.module.css";

interface ReviewProps {
  form: TemplateForm;
  stackName: string;
  region: string;
  values: ParameterValues;
  defaults: ParameterValues;
  busy: boolean;
  /** Checks that fail: AWS would very likely fail on them too. */
  failures: readonly CheckResult[];
  onBack: () => void;
  onLaunch: () => void;
}

/** All that will be sent, with where each value comes from, before anything is made. */
export function Review({ form, stackName, region, values, defaults, busy, failures, onBack, onLaunch }: ReviewProps) {
  const [agreed, setAgreed] = useState(form.capabilities.length === 0);
  const tick = useId();
  const on = form.features.filter((feature) => values[feature.switch] === "true");
  const off = form.features.filter((feature) => !on.includes(feature));
  const made = madeResources(form, values);
  const iam = form.iamResources.filter((name) => !made.off.has(name));
  const unused = new Set(off.flatMap((feature) => [feature.switch, ...feature.dependents]));
  const counts = (field: FormField) => !unused.has(field.name) && fieldCounts(field, values);
  const used = form.fields.filter(counts);
  const rest = form.fields.filter((field) => !counts(field));
  const rows = { values, defaults };
  return (
    <div className={style.groups}>
      <Card
        title={`${resourceWords(made)} ${made.most === 1 ? "becomes" : "become"} the stack ${stackName}`}
        sub={`${form.title}, version ${form.version}`}
      >
        <p className="sub">
          {on.length > 0
            ? `With ${on.map((feature) => feature.label).join(", ")}.`
            : "No optional feature is switched on."}
          {values.enableTls === "true" && values.redirectHttp !== "true" && (
            <strong> Port 80 stays closed: clients must use HTTPS.</strong>
          )}
        </p>
      </Card>
      <Card title="Parameters" flush>
        <Parameters caption="Parameters that count for this launch" fields={used} {...rows} />
        {rest.length > 0 && (
          <details className={style.rest}>
            <summary>
              {plural(rest.length, "parameter")} of {off.map((feature) => feature.label).join(", ")}: switched off, sent
              as the template has them
            </summary>
            <Parameters caption="Parameters of features that are off" fields={rest} {...rows} />
          </details>
        )}
      </Card>
      <CommandLine form={form} values={values} stackName={stackName} region={region} />
      {form.capabilities.length > 0 && (
        <Card title="Permissions it creates">
          <label className={style.tick} htmlFor={tick}>
            <input id={tick} type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            <span>
              The stack makes IAM resources, which give its parts access to AWS:{" "}
              <span className="mono">{iam.join(", ")}</span>. I agree ({form.capabilities.join(", ")}).
            </span>
          </label>
        </Card>
      )}
      {failures.length > 0 && (
        <Notice bad title={failures.length === 1 ? "One check fails" : `${failures.length} checks fail`}>
          {failures.map(({ title }) => title).join("; ")}. AWS would very likely fail on it too.
        </Notice>
      )}
      <div className="row wrap">
        <Button onClick={onBack} disabled={busy}>
          Back to the form
        </Button>
        <Button tone="primary" busy={busy} disabled={!agreed} onClick={onLaunch}>
          Launch {stackName}
          {failures.length > 0 && " all the same"}
        </Button>
        {!agreed && <span className="sub">Agree to the permissions first.</span>}
      </div>
    </div>
  );
}

interface ParametersProps {
  caption: string;
  fields: readonly FormField[];
  values: ParameterValues;
  defaults: ParameterValues;
}

function Parameters({ caption, fields, values, defaults }: ParametersProps) {
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <Th>Parameter</Th>
          <Th>Value</Th>
          <Th>Origin</Th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const value = values[field.name] ?? "";
          return (
            <tr key={field.name}>
              <Td first>
                {field.label} <span className="sub mono">{field.name}</span>
              </Td>
              <Td mono>
                <span className="break">
                  {field.secret ? (value ? "••••••••" : "") : value || <span className="sub">empty</span>}
                </span>
              </Td>
              <Td label="Origin">{origin(field, value, defaults)}</Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

/** Who decided on a value. The machine image is never typed: the form takes the newest one AWS publishes. */
function origin(field: FormField, value: string, defaults: ParameterValues): string {
  if (field.derived) return "follows from the rest";
  if (value === (defaults[field.name] ?? "")) return "default";
  return field.picker?.kind === "ami" ? "newest from AWS" : "you";
}
