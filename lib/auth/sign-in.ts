import "server-only";
import { auditAsked, auditEnded } from "@/lib/audit/record";
import type { Clock } from "@/lib/clock";
import type { Config } from "@/lib/config";
import type { Database } from "@/lib/db/client";
import type { Attempts } from "./attempts";
import { openSession } from "./sessions";
import { ROLES, type Session } from "./types";
import { isUserName, sandboxUser, type User, userByPassword } from "./users";

const ACTION = "session.sign-in";

interface SignInContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly config: Pick<Config, "sandboxSignIn">;
  readonly attempts: Attempts;
}

interface Credentials {
  readonly name?: unknown;
  readonly password?: unknown;
  readonly role?: unknown;
}

/**
 * Opens a session for who these credentials are: a role alone is enough where the embedded sandbox is the AWS and the
 * server listens on loopback only, else name and password. "wrong" when they are nobody's, "wait" after too many tries
 * of one name. Who came in and whose password was wrong stands in the audit; what was typed does not.
 */
export async function signInUser(
  context: SignInContext,
  given: Credentials,
  address?: string,
): Promise<Session | "wrong" | "wait"> {
  const { db, clock } = context;
  const user = await userOf(context, given);
  if (user === "wait") return user;
  if (user === null) {
    // A name nobody has may be a password in the wrong field.
    const known = typeof given.name === "string" && (await isUserName(db, given.name));
    const by = { userId: "", name: known ? String(given.name) : "unknown name", role: "signed out" } as const;
    await audit(context, { by, address, action: ACTION }, "wrong_password");
    return "wrong";
  }
  const session = await openSession(db, user, clock);
  await audit(context, { by: session, address, action: ACTION }, "ok");
  return session;
}

async function userOf(
  { db, clock, config, attempts }: SignInContext,
  given: Credentials,
): Promise<User | null | "wait"> {
  const role = ROLES.find((known) => known === given.role);
  if (role && config.sandboxSignIn) return sandboxUser(db, role, clock);
  if (typeof given.name !== "string" || typeof given.password !== "string") return null;
  if (given.name.length > 200 || given.password.length > 1_000) return null;
  if (!attempts.take(given.name, clock.now())) return "wait";
  const user = await userByPassword(db, given.name, given.password);
  if (user) attempts.succeeded(given.name);
  return user;
}

async function audit(
  { db, clock }: SignInContext,
  subject: Parameters<typeof auditAsked>[2],
  outcome: string,
): Promise<void> {
  const entry = await auditAsked(db, clock.now(), subject);
  await auditEnded(db, clock.now(), entry, subject, { outcome });
}
