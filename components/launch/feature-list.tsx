"use client";

import type { Place } from "@/lib/place";
import type { ParameterValues, TemplateForm } from "@/lib/templates/types";
import { FieldControl } from "./field-control";
import style from "./launch.module.css";

interface FeatureListProps {
  form: TemplateForm;
  values: ParameterValues;
  errors: Readonly<Record<string, string>>;
  place: Place;
  onChange: (name: string, value: string) => void;
}

/** The optional features: a switch each, and the fields that appear with it. */
export function FeatureList({ form, values, errors, place, onChange }: FeatureListProps) {
  return form.features.map((feature) => {
    const on = values[feature.switch] === "true";
    const fields = form.fields.filter((field) => feature.dependents.includes(field.name) && !field.derived);
    return (
      <div key={feature.name} className={style.feature}>
        <label className={style.switch}>
          <input
            type="checkbox"
            name={feature.switch}
            checked={on}
            onChange={(event) => onChange(feature.switch, String(event.target.checked))}
          />
          <b>{feature.label}</b>
          {feature.help && <small>{feature.help}</small>}
        </label>
        {on && fields.length > 0 && (
          <div className={`${style.fields} ${style.dependents}`}>
            {fields.map((field) => (
              <FieldControl
                key={field.name}
                field={field}
                values={values}
                error={errors[field.name]}
                place={place}
                onChange={onChange}
              />
            ))}
          </div>
        )}
      </div>
    );
  });
}
