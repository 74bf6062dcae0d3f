"use client";

import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useZone } from "@/components/ui/clock";
import { Field, type FieldWords } from "@/components/ui/field";
import style from "./launch.module.css";
import { detailWords, type PickOption } from "./options";
import { searchTexts, shownOptions } from "./shown-options";

interface ComboboxProps extends FieldWords {
  name: string;
  value: string;
  options: readonly PickOption[];
  onChange: (value: string) => void;
}

/**
 * One of a long list: type to narrow it down, arrows to move, Enter to take, Escape to leave it as it was. What cannot
 * be chosen stays in the list and says why. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export function Combobox({ name, value, options, onChange, ...words }: ComboboxProps) {
  const list = useId();
  const zone = useZone();
  const [typed, setTyped] = useState<string>();
  const [at, setAt] = useState(-1);
  const active = useRef<HTMLDivElement>(null);
  const texts = useMemo(() => searchTexts(options), [options]);
  const open = typed !== undefined;
  const { rows, more } = open ? shownOptions(options, texts, typed, []) : { rows: [], more: 0 };
  const chosen = options.find((option) => option.value === value);
  useEffect(() => active.current?.scrollIntoView({ block: "nearest" }));

  const close = () => {
    setTyped(undefined);
    setAt(-1);
  };
  const take = (option: PickOption | undefined) => {
    if (!option || option.disabled !== undefined) return;
    onChange(option.value);
    close();
  };
  const key = (event: React.KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at < 0 ? rows.length - 1 : at - 1 };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      if (!open) setTyped("");
      else setAt((next + rows.length) % Math.max(1, rows.length));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      take(rows[at < 0 && rows.length === 1 ? 0 : at]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      close();
    }
  };
  return (
    <Field {...words}>
      {(control) => (
        <div className={style.combobox}>
          <input
            {...control}
            role="combobox"
            aria-expanded={open}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={open && at >= 0 ? `${list}-${at}` : undefined}
            name={name}
            autoComplete="off"
            spellCheck={false}
            placeholder={`Search ${options.length.toLocaleString("en")}`}
            value={typed ?? chosen?.label ?? value}
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(-1);
            }}
            onClick={() => setTyped((current) => current ?? "")}
            onBlur={close}
            onKeyDown={key}
          />
          <div
            id={list}
            role="listbox"
            aria-label={typeof words.label === "string" ? words.label : name}
            hidden={!open}
          >
            {rows.map((option, index) => (
              <div
                key={option.value}
                id={`${list}-${index}`}
                ref={index === at ? active : undefined}
                role="option"
                aria-selected={option.value === value}
                aria-disabled={option.disabled !== undefined}
                data-active={index === at ? "" : undefined}
                tabIndex={-1}
                onMouseDown={(event) => {
                  // The input keeps the focus, and with it the list.
                  event.preventDefault();
                  take(option);
                }}
              >
                {option.label} <span className="sub">{detailWords(option, zone)}</span>
                {option.disabled && <small>{option.disabled}</small>}
              </div>
            ))}
            {more > 0 && (
              <div className={style.none}>and {more.toLocaleString("en")} more: type to narrow the list</div>
            )}
            {open && rows.length === 0 && <div className={style.none}>Nothing matches.</div>}
          </div>
        </div>
      )}
    </Field>
  );
}
