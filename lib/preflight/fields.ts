import type { FormField, PickerKind } from "@/lib/templates/types";
import { fieldCounts, parameterValue } from "@/lib/templates/values";
import type { PreflightInput } from "./types";

/** The first field with this picker that counts now (its feature is on). */
export function fieldFor({ form, values }: PreflightInput, kind: PickerKind): FormField | undefined {
  return form.fields.find((field) => field.picker?.kind === kind && fieldCounts(field, values));
}

/** What is filled in, without blanks round it; undefined when nothing is. */
export function filled({ values }: PreflightInput, name: string | undefined): string | undefined {
  return parameterValue(values, name)?.trim() || undefined;
}

export function number(input: PreflightInput, name: string | undefined): number | undefined {
  const text = filled(input, name);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The names that are there, for `Check.fields`. */
export const present = (...names: (string | undefined)[]): string[] => names.filter((name) => name !== undefined);
