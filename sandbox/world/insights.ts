import { AwsError } from "../wire/handler";
import { type Plan, planQuery, type ResultRow } from "./insights-plan";
import type { Row } from "./insights-rows";
import { createScan } from "./insights-scan";
import { InsightsError } from "./insights-tokens";
import type { Kernel } from "./kernel";
import type { Logs } from "./logs";
import { type Place, placeKey } from "./seams";

export type QueryStatus = "Scheduled" | "Running" | "Complete" | "Failed" | "Cancelled";

export interface QueryRequest {
  readonly groupNames: readonly string[];
  /** ms, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly limit?: number | undefined;
}

export interface InsightsQuery extends QueryRequest {
  readonly id: string;
  readonly place: string;
  readonly createdAt: number;
  /** Real ms it has run. */
  ranMs: number;
  status: QueryStatus;
  rows: readonly ResultRow[];
  scanned: number;
  matched: number;
  bytes: number;
}

/** A query gives up its turn after so long, so that other callers get their answers. */
const TURN_MS = 10;
const MOST_AT_ONCE = 100;
const QUERIES_KEPT = 100;
const ROWS_KEPT = 100_000;

export type Insights = ReturnType<typeof createInsights>;

/**
 * CloudWatch Logs Insights: queries run beside the world in short turns, however many lines they read. What was asked and
 * found is kept in memory only, the newest first to stay.
 */
export function createInsights(kernel: Kernel, logs: Logs) {
  const queries = new Map<string, InsightsQuery>();
  const isOpen = ({ status }: InsightsQuery) => status === "Scheduled" || status === "Running";

  /** Makes room: the oldest answers go. */
  const forget = () => {
    let rows = [...queries.values()].reduce((sum, query) => sum + query.rows.length, 0);
    for (const query of queries.values()) {
      if (queries.size <= QUERIES_KEPT && rows <= ROWS_KEPT) return;
      if (isOpen(query)) continue;
      rows -= query.rows.length;
      queries.delete(query.id);
    }
  };

  const run = (query: InsightsQuery, plan: Plan, place: Place) => {
    const scan = createScan(logs, place, query);
    const turn = () => {
      if (!isOpen(query)) return;
      query.status = "Running";
      const begun = performance.now();
      let isDone = false;
      try {
        isDone = scan.read(plan.push, () => performance.now() - begun > TURN_MS);
        if (isDone) finish(query, plan);
      } catch {
        // A group that was deleted while it was being read.
        query.status = "Failed";
      }
      query.ranMs += performance.now() - begun;
      Object.assign(query, { scanned: scan.lines(), bytes: scan.bytes(), matched: plan.matched() });
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
  };

  const finish = (query: InsightsQuery, plan: Plan) => {
    const rows = plan.results();
    query.rows = rows ?? [];
    query.status = rows ? "Complete" : "Failed";
    forget();
  };

  return {
    /** Starts a query. Throws MalformedQueryException with the place of the mistake, LimitExceededException beyond 100. */
    start(place: Place, request: QueryRequest): InsightsQuery {
      for (const name of request.groupNames) logs.group(place, name);
      const plan = compiled(request);
      const here = placeKey(place);
      const running = [...queries.values()].filter((query) => query.place === here && isOpen(query)).length;
      if (running >= MOST_AT_ONCE) {
        throw new AwsError("LimitExceededException", "The account's limit of concurrent queries has been reached.");
      }
      const query: InsightsQuery = {
        ...request,
        id: kernel.uuid(),
        place: here,
        createdAt: Math.floor(kernel.now()),
        ranMs: 0,
        status: "Scheduled",
        rows: [],
        scanned: 0,
        matched: 0,
        bytes: 0,
      };
      queries.set(query.id, query);
      forget();
      run(query, plan, { account: place.account, region: place.region });
      return query;
    },

    /** Throws ResourceNotFoundException. */
    get(place: Place, id: string): InsightsQuery {
      const query = queries.get(id);
      if (query?.place !== placeKey(place)) {
        throw new AwsError("ResourceNotFoundException", "The specified query does not exist.");
      }
      return query;
    },

    /** Stops a query that runs; answers false for one that has ended. */
    stop(query: InsightsQuery): boolean {
      if (!isOpen(query)) return false;
      query.status = "Cancelled";
      return true;
    },

    /** Which members the newest lines have, counted, among at most `most` lines. */
    fields(place: Place, range: Pick<QueryRequest, "groupNames" | "from" | "to">, most: number) {
      const fields = new Map<string, number>();
      const scan = createScan(logs, place, range);
      const count = (row: Row) => {
        for (const name of row.discoveredFields()) fields.set(name, (fields.get(name) ?? 0) + 1);
      };
      scan.read(count, () => scan.lines() >= most);
      return { lines: scan.lines(), fields };
    },

    /** Newest first. */
    list: (place: Place): InsightsQuery[] =>
      [...queries.values()].filter((query) => query.place === placeKey(place)).reverse(),
  };
}

function compiled({ text, limit }: QueryRequest): Plan {
  try {
    return planQuery(text, limit);
  } catch (error) {
    if (!(error instanceof InsightsError)) throw error;
    const { message, start, end } = error;
    throw new AwsError("MalformedQueryException", message, 400, {
      queryCompileError: { location: { startCharOffset: start, endCharOffset: end }, message },
    });
  }
}
