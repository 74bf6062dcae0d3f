import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { connect, type Database } from "./client";

/** A migrated database of a test's own, in memory, behind the same socket as the embedded one. */
export async function testDatabase(): Promise<{ db: Database; url: string; close(): Promise<void> }> {
  const lite = await PGlite.create();
  const server = new PGLiteSocketServer({ db: lite, host: "127.0.0.1", port: 0, maxConnections: 8 });
  await server.start();
  const url = `postgres://postgres@${server.getServerConn()}/postgres?pool=1`;
  const db = connect(url);
  await db.migrate();
  return {
    db,
    url,
    async close() {
      await db.close();
      await server.stop();
      await lite.close();
    },
  };
}
