import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { SlipwayError } from "@/lib/errors";
import { runtime } from "@/lib/runtime";
import { openCookie, sessionCookie } from "./cookie";
import { safeNextPath } from "./next-path";
import { findSession } from "./sessions";
import { type Role, roleAtLeast, type Session } from "./types";

/** Who is signed in, against the row, once per request; null for nobody. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const sid = await openCookie((await cookies()).get(sessionCookie().name)?.value);
  if (!sid) return null;
  const { db, clock } = runtime();
  return findSession(db, sid, clock);
});

/**
 * For pages: the session, else off to the sign-in page and back to `path` afterwards. Each page calls it; a layout's
 * check is not enough, since Next may render a page without its layout.
 */
export async function requireSession(role: Role = "viewer", path?: string): Promise<Session> {
  const session = await currentSession();
  const next = encodeURIComponent(safeNextPath((await headers()).get("x-slipway-path") ?? path ?? "/"));
  if (!session) redirect(`/sign-in?next=${next}`);
  if (!roleAtLeast(session.role, role)) redirect(`/sign-in?next=${next}&need=${role}`);
  return session;
}

/** For actions and routes: throws instead of redirecting. */
export async function authorize(role: Role): Promise<Session> {
  return mayAct(await currentSession(), role);
}

/** Pure part of every check. */
export function mayAct(session: Session | null, role: Role): Session {
  if (!session) throw new SlipwayError("unauthenticated", "You are signed out. Sign in again.");
  if (!roleAtLeast(session.role, role)) {
    throw new SlipwayError("forbidden", `This needs the role ${role}; you are signed in as ${session.role}.`);
  }
  return session;
}
