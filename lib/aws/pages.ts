import "server-only";
import { SlipwayError } from "@/lib/errors";

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * Follows a paginated API to its end, or to `max` items. A page may be empty while a token is present; a token that
 * comes twice would go round for ever, so it ends with an error.
 */
export async function allPages<T>(
  api: string,
  fetch: (token: string | undefined) => Promise<Page<T>>,
  max = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const items: T[] = [];
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const page = await fetch(token);
    for (const item of page.items) items.push(item);
    token = page.next || undefined;
    if (token !== undefined) {
      if (tokens.has(token)) {
        throw new SlipwayError("aws_unreachable", `AWS answered ${api} with the same page twice.`, { api });
      }
      tokens.add(token);
    }
  } while (token !== undefined && items.length < max);
  return items;
}

/** Splits a list for an API that takes at most `size` at once. */
export function batches<T>(items: readonly T[], size: number): T[][] {
  const lists: T[][] = [];
  for (let from = 0; from < items.length; from += size) lists.push(items.slice(from, from + size));
  return lists;
}

/** SDK dates to ms since the epoch. */
export const ms = (date: Date | undefined): number | undefined => date?.getTime();

/** Only what is set: `undefined` members would make two equal answers look different. */
export const isPresent = <T>(value: T | null | undefined): value is T => value !== undefined && value !== null;
