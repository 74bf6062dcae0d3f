"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { auditAsked, auditEnded } from "@/lib/audit/record";
import { attempts } from "@/lib/auth/attempts";
import { sealSession, sessionCookie } from "@/lib/auth/cookie";
import { safeNextPath } from "@/lib/auth/next-path";
import { sameOrigin } from "@/lib/auth/origin";
import { openSession } from "@/lib/auth/sessions";
import { signInUser } from "@/lib/auth/sign-in";
import { isSlipwayError } from "@/lib/errors";
import { runtime } from "@/lib/runtime";

const counted = attempts();

/** Fields: `role` (a sandbox button) or `name` and `password`; `next`. Works without JavaScript: answers by redirect. */
export async function signIn(form: FormData): Promise<void> {
  const next = safeNextPath(form.get("next"));
  const problem = await trySignIn(form);
  redirect(problem ? `/sign-in?error=${problem}&next=${encodeURIComponent(next)}` : next);
}

async function trySignIn(form: FormData): Promise<"origin" | "wrong" | "wait" | undefined> {
  if (!sameOrigin(await headers())) return "origin";
  const { db, clock, config } = runtime();
  const name = String(form.get("name") ?? "").slice(0, 200);
  try {
    counted.check(name, clock.now());
  } catch (error) {
    if (isSlipwayError(error)) return "wait";
    throw error;
  }
  const user = await signInUser({ db, clock, config }, Object.fromEntries(form));
  if (!user) {
    counted.failed(name, clock.now());
    return "wrong";
  }
  counted.succeeded(name);
  const session = await openSession(db, user, clock);
  const subject = { by: session, action: "session.sign-in" };
  const entry = await auditAsked(db, clock.now(), subject);
  await auditEnded(db, clock.now(), entry, subject, { outcome: "ok" });
  const { name: cookie, options } = sessionCookie();
  (await cookies()).set(cookie, await sealSession(session.id), options);
  return undefined;
}
