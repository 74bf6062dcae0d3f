"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { sessionCookie } from "@/lib/auth/cookie";
import { defineAction } from "@/lib/auth/define-action";
import { closeSession } from "@/lib/auth/sessions";

const run = defineAction({
  name: "session.sign-out",
  role: "viewer",
  input: z.unknown(),
  run: async ({ db, session }) => closeSession(db, session.id),
});

/** For `<form action={signOut}>`: ends the session's row at once, then the cookie. */
export async function signOut(): Promise<void> {
  await run({});
  (await cookies()).delete(sessionCookie().name);
  redirect("/sign-in");
}
