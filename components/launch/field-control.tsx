"use client";

import { useEffect, useId } from "react";
import { useZone } from "@/components/ui/clock";
import { errorWords } from "@/components/ui/error-words";
import { Field, Input, Select } from "@/components/ui/field";
import type { Place } from "@/lib/place";
import type { FormField, ParameterValues } from "@/lib/templates/types";
import { isList, listItems } from "@/lib/templates/values";
import { Combobox } from "./combobox";
import { OptionList } from "./option-list";
import { detailWords, optionsAddress, type PickOption } from "./options";
import { useOptions } from "./use-options";

interface FieldControlProps {
  field: FormField;
  values: ParameterValues;
  error?: string;
  place: Place;
  onChange: (name: string, value: string) => void;
}

/** One parameter: chosen from AWS where a picker says so, else typed. The choices failing never stops typing. */
export function FieldControl({ field, values, error, place, onChange }: FieldControlProps) {
  const found = useOptions(optionsAddress(place, field, values));
  const zone = useZone();
  const value = values[field.name] ?? "";
  const options = found.state === "ready" ? found.options : undefined;
  useFirstChoice(field, value, options, onChange);

  const failed = found.state === "failed" ? errorWords(found.error) : undefined;
  const note =
    found.state === "loading" ? "reading the choices …" : field.required || field.default ? undefined : "optional";
  const words = {
    label: field.label,
    note,
    help: failed ? `${failed.title}: type the value. ${failed.message}` : hintFor(field, value, found, zone),
    error,
  };
  const change = (next: string) => onChange(field.name, next);

  if (field.allowedValues && !isList(field)) {
    return (
      <Choices
        words={words}
        name={field.name}
        value={value}
        onChange={change}
        options={field.allowedValues.map(plainOption)}
      />
    );
  }
  if (isList(field) && field.picker && found.state !== "failed") {
    return (
      <OptionList
        {...words}
        name={field.name}
        options={options ?? []}
        empty={options ? undefined : found.state === "idle" ? "Choose the VPC first." : "Reading the choices …"}
        chosen={options ? listItems(value) : []}
        oneEach={field.picker.kind === "subnets" && field.picker.distinctZones}
        onChange={(items) => change(items.join(","))}
      />
    );
  }
  if (options && options.length > 0 && !FREE.has(field.picker?.kind ?? "")) {
    return <Choices words={words} name={field.name} value={value} onChange={change} options={options} />;
  }
  if (options && options.length > 0) {
    return <Suggested words={words} name={field.name} value={value} onChange={change} options={options} />;
  }
  return (
    <Input
      {...words}
      name={field.name}
      type={field.secret ? "password" : "text"}
      inputMode={field.kind === "number" ? "decimal" : undefined}
      autoComplete={field.secret ? "new-password" : "off"}
      spellCheck={false}
      placeholder={isList(field) ? "separated by commas" : undefined}
      value={value}
      onChange={(event) => change(event.target.value)}
    />
  );
}

/** A list longer than this is searched, not scrolled. */
const ONE_SEES = 25;

/** What may be typed although there are choices: other registries, other images, any name in a zone. */
const FREE = new Set(["registry", "imageRepository", "domain", "instanceType"]);

const plainOption = (value: string): PickOption => ({ value, label: value });

interface ChoiceProps {
  words: { label: string; note?: string; help?: string; error?: string };
  name: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly PickOption[];
}

function Choices({ words, name, value, onChange, options }: ChoiceProps) {
  const zone = useZone();
  if (options.length > ONE_SEES) {
    return <Combobox {...words} name={name} value={value} options={options} onChange={onChange} />;
  }
  const known = options.some((option) => option.value === value);
  return (
    <Select {...words} name={name} value={value} onChange={(event) => onChange(event.target.value)}>
      {(value === "" || !known) && <option value={value}>{value === "" ? "Choose …" : `${value} (not found)`}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled !== undefined}>
          {[option.label, detailWords(option, zone), option.disabled && `cannot be used: ${option.disabled}`]
            .filter(Boolean)
            .join(" · ")}
        </option>
      ))}
    </Select>
  );
}

function Suggested({ words, name, value, onChange, options }: ChoiceProps) {
  const list = useId();
  const zone = useZone();
  return (
    <Field {...words}>
      {(control) => (
        <>
          <input
            {...control}
            name={name}
            list={list}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={list}>
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {[option.label, detailWords(option, zone)].filter(Boolean).join(" · ")}
              </option>
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

/** The newest machine image and the only VPC are chosen by themselves: there is nothing to decide. */
function useFirstChoice(
  field: FormField,
  value: string,
  options: readonly PickOption[] | undefined,
  onChange: (name: string, value: string) => void,
) {
  const usable = options?.filter((option) => option.disabled === undefined);
  const kind = field.picker?.kind;
  const only =
    kind === "ami" ? usable?.[0]?.value : kind === "vpc" && usable?.length === 1 ? usable[0]?.value : undefined;
  const stale = kind === "ami" && only !== undefined && value !== only;
  useEffect(() => {
    if (only !== undefined && (value === "" || stale)) onChange(field.name, only);
  }, [only, value, stale, field.name, onChange]);
}

/** The chosen option's own words when it has some, else the template's help. */
function hintFor(
  field: FormField,
  value: string,
  found: ReturnType<typeof useOptions>,
  zone: string,
): string | undefined {
  const note = found.state === "ready" ? found.note : undefined;
  const chosen =
    found.state === "ready" && !isList(field) ? found.options.find((option) => option.value === value) : undefined;
  return [chosen && detailWords(chosen, zone), note, field.help].filter(Boolean).join(" · ") || undefined;
}
