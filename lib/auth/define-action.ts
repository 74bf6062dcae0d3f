import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { type AuditSubject, auditAsked, auditEnded } from "@/lib/audit/record";
import { isSlipwayError, type PublicError, SlipwayError } from "@/lib/errors";
import type { VerbContext } from "@/lib/operations/context";
import { runtime } from "@/lib/runtime";
import type { ActionResult } from "./action-result";
import { maskInput } from "./mask";
import { clientAddress, sameOrigin } from "./origin";
import { toPublicError } from "./public-error";
import { currentSession, mayAct } from "./session";
import type { Role, Session } from "./types";

export interface ActionContext extends VerbContext {
  readonly session: Session;
}

interface ActionSpec<S extends z.ZodType, T> {
  /** As the audit names it: "stack.launch". */
  readonly name: string;
  readonly role: Role;
  readonly input: S;
  /** What it is done to, for the audit: a stack's key. */
  readonly target?: (input: z.output<S>) => string | undefined;
  /** Names of values that must not be written down, beside those that sound secret. */
  readonly secrets?: (input: z.output<S>) => Iterable<string> | Promise<Iterable<string>>;
  readonly run: (ctx: ActionContext, input: z.output<S>) => Promise<T>;
}

/**
 * The only way a server action is made. Each one is a public endpoint, so: the request comes from a page of this site,
 * the session's row is there and has the role, the input is parsed, and the audit says who asks before anything is
 * done (where that cannot be written, nothing is done). Errors come back as data; unknown ones only as a reference.
 */
export function defineAction<S extends z.ZodType, T>(spec: ActionSpec<S, T>) {
  return async (raw: z.input<S> | FormData): Promise<ActionResult<T>> => {
    try {
      return { ok: true, data: await perform(spec, raw) };
    } catch (error) {
      unstable_rethrow(error);
      return { ok: false, error: toPublicError(error, `action ${spec.name}`) };
    }
  };
}

async function perform<S extends z.ZodType, T>(spec: ActionSpec<S, T>, raw: z.input<S> | FormData): Promise<T> {
  const { db, aws, clock, config } = runtime();
  const asked = await headers();
  if (!sameOrigin(asked, config)) {
    throw new SlipwayError("forbidden", "This request did not come from Slipway's own pages.");
  }
  const session = mayAct(await currentSession(), "viewer");
  const subject = { by: session, address: clientAddress(asked), action: spec.name };
  try {
    mayAct(session, spec.role);
  } catch (refusal) {
    await record(() => auditAsked(db, clock.now(), subject)).then((entry) =>
      auditEnded(db, clock.now(), entry, subject, { outcome: "forbidden" }),
    );
    throw refusal;
  }
  const input = parseInput(spec.input, raw);
  const secrets = new Set(await spec.secrets?.(input));
  const whole: AuditSubject = { ...subject, target: spec.target?.(input), input: maskInput(input, secrets) };
  const entry = await record(() => auditAsked(db, clock.now(), whole));
  const ended = (end: { outcome: string; detail?: string }) =>
    auditEnded(db, clock.now(), entry, whole, end).catch((error: unknown) => {
      console.error(`audit entry ${entry} has no end:`, error);
    });
  try {
    const data = await spec.run({ db, aws, clock, session, by: { userId: session.userId, name: session.name } }, input);
    await ended({ outcome: "ok" });
    return data;
  } catch (error) {
    await ended(endOf(error));
    throw error;
  }
}

/** An action whose record cannot be written is refused. */
async function record(write: () => Promise<string>): Promise<string> {
  try {
    return await write();
  } catch (cause) {
    throw new SlipwayError(
      "unavailable",
      "The audit record could not be written, so nothing was done.",
      { hint: "The database does not answer. Try again in a moment." },
      { cause },
    );
  }
}

function endOf(error: unknown): { outcome: string; detail?: string } {
  if (isSlipwayError(error)) return { outcome: error.code, detail: error.message };
  const digest = (error as { digest?: unknown } | null)?.digest;
  // redirect() ends an action well.
  return typeof digest === "string" && digest.startsWith("NEXT_") ? { outcome: "ok" } : { outcome: "internal" };
}

/** A form posted without JavaScript arrives as FormData: names with several values become lists. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw instanceof FormData ? fromForm(raw) : raw);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.map(String).join(".") || "form"] ??= issue.message;
  throw new SlipwayError("invalid_input", "Some fields need another value.", { fields });
}

function fromForm(form: FormData): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    // Next adds fields of its own to forms that work without JavaScript.
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name).filter((value) => typeof value === "string");
    object[name] = values.length > 1 ? values : values[0];
  }
  return object;
}

export type { ActionResult, PublicError };
