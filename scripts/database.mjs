/**
 * The embedded database: PGlite behind a Postgres socket, in a process of its own, so that no query holds the event
 * loop that streams. One process a directory: PGlite has no lock, and two would silently lose committed rows.
 */
import fs from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { takeLock } from "./lib/lock.mjs";
import { main, refuse } from "./lib/say.mjs";

const MAX_CONNECTIONS = 20;

main(async () => {
  const directory = path.resolve(process.env.SLIPWAY_DATABASE_DIR ?? ".slipway/database");
  const socket = process.env.SLIPWAY_DATABASE_SOCKET;
  if (!socket) refuse("SLIPWAY_DATABASE_SOCKET is not set; the supervisor sets it.");
  const release = await takeLock(`${directory}.lock`);
  if (typeof release !== "function") {
    refuse(
      `Process ${release.heldBy} uses the database in ${directory} already; stop it first or set SLIPWAY_DATA to another directory.`,
    );
  }
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const db = await PGlite.create(directory);
  fs.mkdirSync(path.dirname(socket), { recursive: true, mode: 0o700 });
  fs.rmSync(socket, { force: true });
  const server = new PGLiteSocketServer({ db, path: socket, maxConnections: MAX_CONNECTIONS });
  await server.start();

  let leaving = false;
  const leave = async () => {
    if (leaving) return;
    leaving = true;
    await server.stop().catch(() => {});
    await db.close().catch(() => {});
    fs.rmSync(socket, { force: true });
    release();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, leave);
  process.on("disconnect", leave);
  process.send?.({ type: "ready" });
});
