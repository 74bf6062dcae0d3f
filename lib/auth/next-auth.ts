import "server-only";
import type { NextAuthOptions } from "next-auth";
import { runtime } from "@/lib/runtime";
import { authSecret, sessionCookie } from "./cookie";
import { closeSession, findSession, SESSION_MS } from "./sessions";

/**
 * next-auth's own endpoints under /api/auth: session, CSRF token, sign-out. Signing in is a server action
 * (`app/sign-in/actions.ts`), which seals the same cookie: a JWT that names a row in `sessions`.
 */
export function authOptions(): NextAuthOptions {
  const cookie = sessionCookie();
  return {
    secret: authSecret(),
    session: { strategy: "jwt", maxAge: SESSION_MS / 1000 },
    cookies: { sessionToken: { name: cookie.name, options: cookie.options } },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    // None: a second door would have to count, write down and refuse what the sign-in action does.
    providers: [],
    callbacks: {
      async session({ session, token }) {
        const { db, clock } = runtime();
        const found = typeof token.sid === "string" ? await findSession(db, token.sid, clock) : null;
        return { expires: session.expires, user: found ? { name: found.name, role: found.role } : undefined };
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await closeSession(runtime().db, token.sid);
      },
    },
  };
}
