import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";

const MAX_SOCKET_PATH = 100;
const NAME = ".s.PGSQL.5432";

/**
 * Where the database listens: a Unix socket keeps other users out. Its path has a short limit, so a deep data directory
 * gets a fresh folder (0700, a name nobody can know before) in the temporary one, which goes with this process.
 */
export function databaseSocket(dataDir, temporary = os.tmpdir()) {
  const inside = path.join(dataDir, "run", NAME);
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH) return inside;
  const folder = fs.mkdtempSync(path.join(temporary, "slipway-"));
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, NAME);
}
