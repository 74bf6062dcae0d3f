import "server-only";
import type { Place } from "@/lib/place";
import { runtime } from "@/lib/runtime";

/** Where AWS can be asked what it thinks of a template. */
export const allPlaces = (): Place[] =>
  runtime().config.accounts.flatMap(({ name, regions }) => regions.map((region) => ({ account: name, region })));
