import "server-only";
import { decode, encode } from "next-auth/jwt";
import { SESSION_MS } from "./sessions";

/** The cookie is next-auth's: an encrypted JWT that names a row in `sessions`. Same names and flags as next-auth's own. */
export function sessionCookie(env: Readonly<Record<string, string | undefined>> = process.env) {
  const secure = env.NEXTAUTH_URL?.startsWith("https://") ?? false;
  return {
    name: `${secure ? "__Secure-" : ""}next-auth.session-token`,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure, maxAge: SESSION_MS / 1000 },
  };
}

export function authSecret(): string {
  const secret = process.env.SLIPWAY_AUTH_SECRET;
  if (!secret || secret.length < 32) throw new Error("SLIPWAY_AUTH_SECRET is missing or shorter than 32 characters.");
  return secret;
}

export const sealSession = (sid: string): Promise<string> =>
  encode({ token: { sid }, secret: authSecret(), maxAge: SESSION_MS / 1000 });

/** The session id inside a cookie's value, or null when it is not ours or too old. */
export async function openCookie(value: string | undefined): Promise<string | null> {
  if (!value) return null;
  try {
    const token = await decode({ token: value, secret: authSecret() });
    return typeof token?.sid === "string" ? token.sid : null;
  } catch {
    // Sealed with another secret, cut short or made up: nobody is signed in.
    return null;
  }
}
