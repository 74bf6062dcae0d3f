import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { refuse } from "./say.mjs";

const LEAST_CHARS = 32;

/**
 * The key that signs sessions. Made once under the data directory (0600); with a database or a network of other
 * people's it must be given, because several consoles must share it and nobody may find it on a disk by chance.
 */
export function authSecret({ dataDir, env, mustBeGiven }) {
  if (env.SLIPWAY_AUTH_SECRET) {
    if (env.SLIPWAY_AUTH_SECRET.length < LEAST_CHARS)
      refuse("SLIPWAY_AUTH_SECRET is too short; give at least 32 characters.");
    return env.SLIPWAY_AUTH_SECRET;
  }
  if (mustBeGiven) {
    refuse(
      "Set SLIPWAY_AUTH_SECRET (32 characters or more): it must be given with DATABASE_URL or a HOST that is not loopback.",
    );
  }
  const file = path.join(dataDir, "auth-secret");
  try {
    const kept = fs.readFileSync(file, "utf8").trim();
    // Cut short by a full disk or a power cut: as good as none.
    if (kept.length >= LEAST_CHARS) return kept;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const secret = crypto.randomBytes(32).toString("base64url");
  // Written beside and renamed, so that no one ever finds half of it.
  const beside = `${file}.${process.pid}`;
  fs.writeFileSync(beside, `${secret}\n`, { mode: 0o600, flush: true });
  fs.renameSync(beside, file);
  return secret;
}
