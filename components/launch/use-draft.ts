"use client";

import { useEffect, useState } from "react";
import type { ParameterValues, TemplateForm } from "@/lib/templates/types";
import { defaultValues } from "@/lib/templates/values";

/**
 * What was typed, kept in this browser until the launch is accepted. Secrets are left out: they are never stored.
 * Starts with `initial` so that the first render is the server's, and takes the draft over after it.
 */
export function useDraft(key: string, form: TemplateForm, initial: ParameterValues) {
  const [values, setValues] = useState<ParameterValues>(initial);
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    const draft = readDraft(key, form);
    if (draft) setValues((current) => ({ ...current, ...draft }));
    setRestored(draft !== undefined);
  }, [key, form]);
  const set = (name: string, value: string) =>
    setValues((current) => {
      const next = { ...current, [name]: value };
      writeDraft(key, form, next);
      return next;
    });
  const discard = () => {
    forget(key);
    setRestored(false);
    setValues(initial);
  };
  return { values, set, restored, discard, forget: () => forget(key) };
}

function readDraft(key: string, form: TemplateForm): Record<string, string> | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    if (typeof stored !== "object" || stored === null) return undefined;
    const names = new Set(form.fields.filter((field) => !field.secret).map((field) => field.name));
    const entries = Object.entries(stored).filter(([name, value]) => names.has(name) && typeof value === "string");
    return entries.some(([name, value]) => isTyped(form, name, value)) ? Object.fromEntries(entries) : undefined;
  } catch {
    return undefined;
  }
}

/** The form chooses image and VPC by itself: with nothing else in it, a draft is only a form that was opened. */
function isTyped(form: TemplateForm, name: string, value: string): boolean {
  const field = form.fields.find((one) => one.name === name);
  const kind = field?.picker?.kind;
  return value !== "" && kind !== "ami" && kind !== "vpc" && value !== (defaultValues(form)[name] ?? "");
}

function writeDraft(key: string, form: TemplateForm, values: ParameterValues): void {
  const secrets = new Set(form.fields.filter((field) => field.secret).map((field) => field.name));
  try {
    localStorage.setItem(
      key,
      JSON.stringify(Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.has(name)))),
    );
  } catch {
    // A full or forbidden storage only costs the draft.
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}
