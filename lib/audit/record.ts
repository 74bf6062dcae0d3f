import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import type { Session } from "@/lib/auth/types";
import { type Database, type Db, pgCode, UNIQUE_VIOLATION } from "@/lib/db/client";
import { audit, settings } from "@/lib/db/schema";

type Row = Omit<typeof audit.$inferInsert, "seq" | "prevHash" | "hash">;

/** What the first row follows. */
export const FIRST = "0".repeat(64);
const ATTEMPTS = 20;
const HEAD = "auditHead";

/** A row and its hash, which covers every row before it. */
export interface Verified {
  readonly seq: number;
  readonly hash: string;
}

export interface AuditSubject {
  /** "signed out": somebody whose sign-in failed. */
  readonly by: Pick<Session, "userId" | "name"> & { readonly role: Session["role"] | "signed out" };
  readonly address?: string;
  /** The action's name, e.g. "stack.launch". */
  readonly action: string;
  /** What it is done to, e.g. a stack's key. */
  readonly target?: string;
  /** Already masked. */
  readonly input?: unknown;
}

/** Writes down that an action was asked for, before it is done; throws when it cannot be written. Answers its entry. */
export async function auditAsked(db: Database, at: number, subject: AuditSubject): Promise<string> {
  const entryId = randomUUID();
  await append(db, { ...rowOf(subject), entryId, phase: "asked", at, input: subject.input, outcome: "asked" });
  return entryId;
}

/** Writes down how it ended: "ok", or an error's code with its message. */
export async function auditEnded(
  db: Database,
  at: number,
  entryId: string,
  subject: AuditSubject,
  end: { outcome: string; detail?: string },
): Promise<void> {
  await append(db, { ...rowOf(subject), entryId, phase: "ended", at, ...end });
}

const rowOf = ({ by, address, action, target }: AuditSubject) => ({
  userId: by.userId,
  userName: by.name,
  role: by.role,
  address,
  action,
  target,
});

const queues = new WeakMap<Database, Promise<void>>();

/** One after another in this process: writers that race would only make each other try again. */
function append(db: Database, row: Row): Promise<void> {
  const done = (queues.get(db) ?? Promise.resolve()).then(() => insertNext(db, row));
  queues.set(
    db,
    done.catch(() => {}),
  );
  return done;
}

/**
 * Each row follows the newest one written, which is remembered beside the audit: the next row would otherwise hide that
 * the newest rows were cut off. Where two processes meet, the unique index on `prev_hash` lets one try again.
 */
async function insertNext(db: Database, row: Row): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const prevHash = ((await readHead(db)) ?? (await lastRow(db)))?.hash ?? FIRST;
    const hash = auditHash(prevHash, row);
    try {
      await db.transaction(async (tx) => {
        const [made] = await tx
          .insert(audit)
          .values({ ...row, prevHash, hash })
          .returning({ seq: audit.seq });
        const value = { seq: made?.seq ?? 0, hash } satisfies Verified;
        await tx
          .insert(settings)
          .values({ key: HEAD, value })
          .onConflictDoUpdate({ target: settings.key, set: { value } });
      });
      return;
    } catch (error) {
      if (pgCode(error) !== UNIQUE_VIOLATION || attempt === ATTEMPTS) throw error;
    }
  }
}

async function lastRow(db: Db): Promise<{ hash: string } | undefined> {
  const [last] = await db.select({ hash: audit.hash }).from(audit).orderBy(desc(audit.seq)).limit(1);
  return last;
}

/** The newest row as it was written; null where none was written yet, or by a version that did not remember it. */
export async function readHead(db: Db): Promise<Verified | null> {
  const [row] = await db.select().from(settings).where(eq(settings.key, HEAD));
  const value = row?.value as Partial<Verified> | undefined;
  return typeof value?.seq === "number" && typeof value.hash === "string" ? { seq: value.seq, hash: value.hash } : null;
}

const FIELDS = [
  "entryId",
  "phase",
  "at",
  "userId",
  "userName",
  "role",
  "address",
  "action",
  "target",
  "input",
  "outcome",
  "detail",
] as const;

/** SHA-256 over the hash before and the row's fields in a fixed order, keys sorted (jsonb does not keep their order). */
export function auditHash(prevHash: string, row: Row): string {
  const text = FIELDS.map((field) => JSON.stringify(sorted(row[field] ?? null))).join("\n");
  return createHash("sha256").update(`${prevHash}\n${text}`).digest("hex");
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
