"use server";

import { z } from "zod";
import { type ActionContext, defineAction } from "@/lib/auth/define-action";
import { ROLES } from "@/lib/auth/types";
import { SlipwayError } from "@/lib/errors";
import { runtime } from "@/lib/runtime";
import { addUser as add } from "@/lib/users/add";
import { changeRole as change } from "@/lib/users/change-role";
import { endSessions as end } from "@/lib/users/end-sessions";

const role = z.enum(ROLES);
const userId = z.string().min(1).max(64);
const name = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,62}$/u, "Letters, digits, spaces and . _ @ -, at most 63.");

/** Behind the sandbox's buttons there are no users to manage: anybody may be any of them. */
function withLocalUsers({ db }: ActionContext) {
  if (!runtime().config.sandboxSignIn) return db;
  throw new SlipwayError("conflict", "While the sandbox sign-in is on, there are no users of one's own.");
}

/** Answers `{ password }`, this once. */
export const addUser = defineAction({
  name: "user.add",
  role: "admin",
  input: z.object({ name, role }),
  target: (input) => input.name,
  run: (ctx, input) => add(withLocalUsers(ctx), input, runtime().clock.now()),
});

export const changeRole = defineAction({
  name: "user.change-role",
  role: "admin",
  input: z.object({ userId, role }),
  target: (input) => input.userId,
  run: (ctx, input) => change(withLocalUsers(ctx), input.userId, input.role),
});

/** Answers how many sessions that were. */
export const endSessions = defineAction({
  name: "user.end-sessions",
  role: "admin",
  input: z.object({ userId }),
  target: (input) => input.userId,
  run: (ctx, input) => end(withLocalUsers(ctx), input.userId),
});
