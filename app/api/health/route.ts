import { runtime } from "@/lib/runtime";

export const dynamic = "force-dynamic";

/** Open to all: the supervisor and load balancers ask. 200 once pages can be used, 503 while the database is away. */
export async function GET(): Promise<Response> {
  const { config, db } = runtime();
  const database = await db.alive();
  return Response.json(
    {
      status: database ? "ok" : "waiting for the database",
      version: config.version,
      aws: config.aws,
      database: database ? "ok" : "away",
    },
    { status: database ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
