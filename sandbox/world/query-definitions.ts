import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { createShelf } from "./shelf";

export interface QueryDefinition {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly groupNames: readonly string[];
  /** ms. */
  readonly changedAt: number;
}

export type QueryDefinitions = ReturnType<typeof createQueryDefinitions>;

/** Saved queries of CloudWatch Logs Insights. */
export function createQueryDefinitions(kernel: Kernel) {
  const shelf = createShelf(kernel, "logs.queries", () => ({}) as Record<string, QueryDefinition>);
  const known = (place: Place, id: string): void => {
    if (!Object.hasOwn(shelf(place), id)) {
      throw new AwsError("ResourceNotFoundException", "The specified query definition does not exist.");
    }
  };
  return {
    /** Makes a definition, or replaces the one of that id; answers its id. */
    put(place: Place, id: string | undefined, told: Pick<QueryDefinition, "name" | "text" | "groupNames">): string {
      if (id !== undefined) known(place, id);
      const made = { ...told, id: id ?? kernel.uuid(), changedAt: Math.floor(kernel.now()) };
      shelf(place)[made.id] = made;
      return made.id;
    },
    remove(place: Place, id: string): void {
      known(place, id);
      delete shelf(place)[id];
    },
    /** By name. */
    list: (place: Place): QueryDefinition[] =>
      Object.values(shelf(place)).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
  };
}
