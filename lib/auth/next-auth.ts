import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { runtime } from "@/lib/runtime";
import { authSecret, sessionCookie } from "./cookie";
import { closeSession, findSession, openSession, SESSION_MS } from "./sessions";
import { signInUser } from "./sign-in";

/**
 * next-auth's own endpoints under /api/auth (session, CSRF token, sign-out, the credentials callback for tools). The
 * pages do not use them: they post to server actions, which seal the same cookie. The JWT names a row in `sessions`.
 */
export function authOptions(): NextAuthOptions {
  const cookie = sessionCookie();
  return {
    secret: authSecret(),
    session: { strategy: "jwt", maxAge: SESSION_MS / 1000 },
    cookies: { sessionToken: { name: cookie.name, options: cookie.options } },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: { name: {}, password: {}, role: {} },
        async authorize(given) {
          const { db, clock, config } = runtime();
          const user = await signInUser({ db, clock, config }, given ?? {});
          return user ? { id: user.id, name: user.name, role: user.role } : null;
        },
      }),
    ],
    callbacks: {
      async jwt({ token, user }) {
        if (!user) return token;
        const { db, clock } = runtime();
        const known = user as unknown as Parameters<typeof openSession>[1];
        return { sid: (await openSession(db, known, clock)).id };
      },
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
