import type { Handlers } from "../wire/handler";
import type { QueryDefinitions } from "../world/query-definitions";
import { atMost, refused } from "./logs-input";
import { page } from "./paging";

/** Saved queries of CloudWatch Logs Insights. */
export function createQueryDefinitionHandlers({ queryDefinitions }: { queryDefinitions: QueryDefinitions }) {
  return {
    PutQueryDefinition: ({ name = "", queryDefinitionId, logGroupNames = [], queryString = "" }, ctx) => {
      const told = { name, text: queryString, groupNames: logGroupNames };
      return { queryDefinitionId: queryDefinitions.put(ctx, queryDefinitionId, told) };
    },
    DeleteQueryDefinition: ({ queryDefinitionId = "" }, ctx) => {
      queryDefinitions.remove(ctx, queryDefinitionId);
      return { success: true };
    },
    DescribeQueryDefinitions: ({ queryDefinitionNamePrefix = "", maxResults, nextToken }, ctx) => {
      atMost(maxResults, 1000, "maxResults");
      const wanted = queryDefinitions.list(ctx).filter(({ name }) => name.startsWith(queryDefinitionNamePrefix));
      const { items, nextToken: next } = page(wanted, nextToken, maxResults ?? 1000, () =>
        refused("The specified nextToken is invalid."),
      );
      return {
        queryDefinitions: items.map(({ id, name, text, groupNames, changedAt }) => ({
          queryLanguage: "CWLI" as const,
          queryDefinitionId: id,
          name,
          queryString: text,
          lastModified: changedAt,
          logGroupNames: [...groupNames],
        })),
        ...(next === undefined ? {} : { nextToken: next }),
      };
    },
  } satisfies Handlers<"logs">;
}
