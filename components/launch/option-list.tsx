"use client";

import { useId, useMemo, useState } from "react";
import { BareInput } from "@/components/ui/field";
import style from "./launch.module.css";
import type { PickOption } from "./options";
import { exclusive, searchTexts, shownOptions } from "./shown-options";

const FILTER_FROM = 9;

interface OptionListProps {
  label: string;
  note?: string;
  help?: string;
  error?: string;
  name: string;
  options: readonly PickOption[];
  /** Said when there is nothing to choose from. */
  empty?: string;
  chosen: readonly string[];
  /** One of each group: a load balancer takes one subnet for each zone. */
  oneEach?: boolean;
  onChange: (chosen: string[]) => void;
}

/** Several of a list: checkboxes, with a filter once the list is long. What cannot be chosen says why. */
export function OptionList({
  label,
  note,
  help,
  error,
  name,
  options,
  empty,
  chosen,
  oneEach,
  onChange,
}: OptionListProps) {
  const id = useId();
  const [filter, setFilter] = useState("");
  const texts = useMemo(() => searchTexts(options), [options]);
  const { rows: shown, more } = shownOptions(oneEach ? exclusive(options, chosen) : options, texts, filter, chosen);
  return (
    <fieldset
      className={style.set}
      aria-describedby={[error ? `${id}-error` : "", help ? `${id}-help` : ""].join(" ").trim() || undefined}
    >
      <legend className={style.legend}>
        {label} {note && <span className="sub">{note}</span>}
      </legend>
      {options.length >= FILTER_FROM && (
        <BareInput
          type="search"
          placeholder={`Filter ${options.length}`}
          aria-label={`Filter ${label}`}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <div className={style.options} data-invalid={error ? "" : undefined}>
        {shown.map((option) => (
          <label key={option.value} className={style.option}>
            <input
              type="checkbox"
              name={name}
              value={option.value}
              checked={chosen.includes(option.value)}
              disabled={option.disabled !== undefined && !chosen.includes(option.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked ? [...chosen, option.value] : chosen.filter((value) => value !== option.value),
                )
              }
            />
            <span>
              {option.label} {option.detail && <span className="sub">{option.detail}</span>}
            </span>
            {option.disabled && <small>{option.disabled}</small>}
          </label>
        ))}
        {more > 0 && (
          <p className={style.none}>and {more.toLocaleString("en")} more: write in the filter what you look for</p>
        )}
        {shown.length === 0 && (
          <p className={style.none}>{filter.trim() ? "Nothing matches." : (empty ?? "There is none.")}</p>
        )}
      </div>
      {error && (
        <p id={`${id}-error`} className={style.error}>
          {error}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className={style.help}>
          {help}
        </p>
      )}
    </fieldset>
  );
}
