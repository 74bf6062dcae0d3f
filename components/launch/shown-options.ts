import type { PickOption } from "./options";

/** More rows than these are drawn only as the filter narrows them down: 5,000 subnets stay quick to type into. */
export const ROWS = 60;

export interface ShownOptions {
  readonly rows: readonly PickOption[];
  readonly more: number;
}

/** What a filter is compared with, worked out once for a list. */
export const searchTexts = (options: readonly PickOption[]): readonly string[] =>
  options.map(({ value, label, detail = "" }) => `${value} ${label} ${detail}`.toLowerCase());

/**
 * The rows of a long list for what was typed (every word must be in one): those that are chosen always, then as many as
 * fit. Pure.
 */
export function shownOptions(
  options: readonly PickOption[],
  texts: readonly string[],
  filter: string,
  chosen: readonly string[],
): ShownOptions {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const taken = new Set(chosen);
  const first: PickOption[] = [];
  const rest: PickOption[] = [];
  let found = 0;
  for (const [index, option] of options.entries()) {
    const fits = words.every((word) => texts[index]?.includes(word));
    if (taken.has(option.value)) first.push(option);
    else if (fits) {
      found += 1;
      if (rest.length < ROWS) rest.push(option);
    }
  }
  // A short list keeps its order, so that nothing jumps when it is ticked.
  if (options.length <= ROWS) {
    const shown = new Set([...first, ...rest]);
    return { rows: options.filter((option) => shown.has(option)), more: 0 };
  }
  return { rows: [...first, ...rest], more: found - rest.length };
}

/** One of each group may be chosen: the others say which one is taken. Pure. */
export function exclusive(options: readonly PickOption[], chosen: readonly string[]): readonly PickOption[] {
  const taken = new Map(
    options.flatMap(({ value, label, group }) => (group && chosen.includes(value) ? [[group, label] as const] : [])),
  );
  if (taken.size === 0) return options;
  return options.map((option) => {
    const other = option.group && taken.get(option.group);
    if (!other || chosen.includes(option.value) || option.disabled !== undefined) return option;
    return { ...option, disabled: `${option.group} is taken by ${other}` };
  });
}
