import "server-only";
import type { Clock } from "@/lib/clock";
import type { Config } from "@/lib/config";
import type { Db } from "@/lib/db/client";
import { ROLES } from "./types";
import { sandboxUser, type User, userByPassword } from "./users";

interface Credentials {
  readonly name?: unknown;
  readonly password?: unknown;
  readonly role?: unknown;
}

/**
 * Who these credentials are: a role alone is enough where the embedded sandbox is the AWS and the server listens on
 * loopback only, else name and password. Null when they are nobody's.
 */
export async function signInUser(
  { db, clock, config }: { db: Db; clock: Clock; config: Pick<Config, "sandboxSignIn"> },
  given: Credentials,
): Promise<User | null> {
  const role = ROLES.find((known) => known === given.role);
  if (role) return config.sandboxSignIn ? sandboxUser(db, role, clock) : null;
  if (typeof given.name !== "string" || typeof given.password !== "string") return null;
  if (given.name.length > 200 || given.password.length > 1_000) return null;
  return userByPassword(db, given.name, given.password);
}
