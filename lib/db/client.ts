import "server-only";
import path from "node:path";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool } from "pg";
import * as schema from "./schema";

type Drizzle = NodePgDatabase<typeof schema>;

/** What verbs get: the database, or a transaction of it. */
export type Db = Pick<Drizzle, "select" | "selectDistinctOn" | "insert" | "update" | "delete" | "execute">;

export interface Database extends Db {
  /** Short, and inside it only `tx` may be used: the embedded database has one connection. */
  transaction<T>(run: (tx: Db) => Promise<T>): Promise<T>;
  /** Brings the schema up to date from the committed SQL files. */
  migrate(): Promise<void>;
  /** True when a trivial query answers within a second. */
  alive(): Promise<boolean>;
  close(): Promise<void>;
}

const POOL_MAX = 8;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens a pool on a postgres:// URL; `?pool=n` sets its size. The embedded database lets several connections' messages
 * mix between Parse and Execute, so only one connection is safe there: its URL says `pool=1`, or is a Unix socket.
 */
export function connect(url: string): Database {
  const parsed = new URL(url);
  const unixSocket = parsed.searchParams.get("host")?.startsWith("/") ?? false;
  const max = Number(parsed.searchParams.get("pool") ?? (unixSocket ? 1 : POOL_MAX));
  parsed.searchParams.delete("pool");
  const pool = new Pool({ connectionString: parsed.href, max, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => console.error("database connection lost:", error.message));
  const db = drizzle(pool, { schema });
  return Object.assign(db, {
    migrate: () =>
      migrate(db, { migrationsFolder: path.join(/* turbopackIgnore: true */ process.cwd(), "lib/db/migrations") }),
    async alive() {
      const answer = pool.query("select 1").then(
        () => true,
        () => false,
      );
      return Promise.race([answer, new Promise<boolean>((resolve) => setTimeout(resolve, 1_000, false).unref())]);
    },
    close: () => pool.end(),
  }) as unknown as Database;
}

/** PostgreSQL's own code of an error that pg or Drizzle threw, e.g. "23505" for a unique index. */
export function pgCode(error: unknown): string | undefined {
  for (let at = error; typeof at === "object" && at !== null; at = (at as { cause?: unknown }).cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string") return code;
  }
  return undefined;
}

export const UNIQUE_VIOLATION = "23505";
