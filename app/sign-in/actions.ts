"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { sealSession, sessionCookie } from "@/lib/auth/cookie";
import { safeNextPath } from "@/lib/auth/next-path";
import { clientAddress, sameOrigin } from "@/lib/auth/origin";
import { signInUser } from "@/lib/auth/sign-in";
import { runtime } from "@/lib/runtime";

/** Fields: `role` (a sandbox button) or `name` and `password`; `next`. Works without JavaScript: answers by redirect. */
export async function signIn(form: FormData): Promise<void> {
  const next = safeNextPath(form.get("next"));
  const problem = await trySignIn(form);
  redirect(problem ? `/sign-in?error=${problem}&next=${encodeURIComponent(next)}` : next);
}

async function trySignIn(form: FormData): Promise<"origin" | "wrong" | "wait" | undefined> {
  const asked = await headers();
  const { config, ...rest } = runtime();
  if (!sameOrigin(asked, config)) return "origin";
  const session = await signInUser({ ...rest, config }, Object.fromEntries(form), clientAddress(asked));
  if (session === "wrong" || session === "wait") return session;
  const { name: cookie, options } = sessionCookie();
  (await cookies()).set(cookie, await sealSession(session.id), options);
  return undefined;
}
