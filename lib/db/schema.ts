import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Role } from "@/lib/auth/types";
import type { Mechanism, OperationKind, OperationState, SettleState } from "@/lib/operations/types";
import type { Release } from "@/lib/releases/types";
import type { RootCause } from "@/lib/stacks/types";

/** Times people see are ms since the epoch on the account's clock; `timestamp` columns are the database's own clock. */
const ms = (name: string) => bigint(name, { mode: "number" });

export const users = pgTable("users", {
  id: text("id").primaryKey(),
  name: text("name").notNull().unique(),
  role: text("role").$type<Role>().notNull(),
  /** scrypt, see lib/auth/passwords.ts; null for users that cannot sign in with a password (sandbox buttons). */
  passwordHash: text("password_hash"),
  disabled: boolean("disabled").notNull().default(false),
  createdAt: ms("created_at").notNull(),
});

export const sessions = pgTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: ms("created_at").notNull(),
    expiresAt: ms("expires_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

export const operations = pgTable(
  "operations",
  {
    id: text("id").primaryKey(),
    /** Their order: the account's clock is an estimate and may step back a little between two of them. */
    seq: bigserial("seq", { mode: "number" }).notNull(),
    kind: text("kind").$type<OperationKind>().notNull(),
    mechanism: text("mechanism").$type<Mechanism>().notNull(),
    state: text("state").$type<OperationState>().notNull(),
    account: text("account").notNull(),
    region: text("region").notNull(),
    stack: text("stack").notNull(),
    stackKey: text("stack_key").notNull(),
    /** "main", or "interrupt" for what is allowed while a main operation is under way (cancel, delete of a create). */
    slot: text("slot").$type<"main" | "interrupt">().notNull().default("main"),
    stackId: text("stack_id"),
    clientToken: text("client_token").notNull(),
    formKey: text("form_key").notNull(),
    byUserId: text("by_user_id").notNull(),
    byName: text("by_name").notNull(),
    reason: text("reason"),
    title: text("title").notNull(),
    startedAt: ms("started_at").notNull(),
    endedAt: ms("ended_at"),
    settle: jsonb("settle").$type<SettleState>(),
    cause: jsonb("cause").$type<RootCause>(),
    planned: jsonb("planned").$type<string[]>(),
    fromReleaseId: text("from_release_id"),
    toReleaseId: text("to_release_id"),
    touchedAt: timestamp("touched_at", { withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    uniqueIndex("operations_one_unsettled")
      .on(table.stackKey, table.slot)
      .where(sql`state in ('intent', 'accepted', 'settling')`),
    uniqueIndex("operations_form_key").on(table.formKey),
    index("operations_stack").on(table.stackKey, table.seq),
  ],
);

/** Who works on what, until when by the database's clock. Rows, since the embedded database has no session state. */
export const leases = pgTable("leases", {
  name: text("name").primaryKey(),
  owner: text("owner").notNull(),
  until: timestamp("until", { withTimezone: true }).notNull(),
});

export const templateBodies = pgTable("template_bodies", {
  sha256: text("sha256").primaryKey(),
  body: text("body").notNull(),
});

export const releases = pgTable(
  "releases",
  {
    id: text("id").primaryKey(),
    number: integer("number").notNull(),
    account: text("account").notNull(),
    region: text("region").notNull(),
    stack: text("stack").notNull(),
    stackKey: text("stack_key").notNull(),
    stackId: text("stack_id").notNull(),
    version: text("version").notNull(),
    image: text("image"),
    digest: text("digest"),
    ami: text("ami"),
    templateSha256: text("template_sha256").notNull(),
    templateId: text("template_id"),
    templateVersion: text("template_version"),
    parameters: jsonb("parameters").$type<Record<string, string>>().notNull(),
    secretParameters: jsonb("secret_parameters").$type<string[]>().notNull(),
    imageParameters: jsonb("image_parameters").$type<string[]>().notNull(),
    tags: jsonb("tags").$type<Record<string, string>>().notNull(),
    by: text("by").notNull(),
    reason: text("reason"),
    at: ms("at").notNull(),
    outcome: text("outcome").$type<Release["outcome"]>().notNull(),
    healthyAt: ms("healthy_at"),
    undoneAt: ms("undone_at"),
    operationId: text("operation_id"),
    origin: text("origin").$type<Release["origin"]>().notNull(),
    rollbackOf: text("rollback_of"),
  },
  (table) => [uniqueIndex("releases_number").on(table.stackKey, table.number)],
);

/**
 * Append-only. One entry is one action: a row when it was asked (written before anything is done) and one when it
 * ended. `hash` covers the row and the hash before it; one row may follow another only once.
 */
export const audit = pgTable(
  "audit",
  {
    seq: bigserial("seq", { mode: "number" }).primaryKey(),
    entryId: text("entry_id").notNull(),
    phase: text("phase").$type<"asked" | "ended">().notNull(),
    at: ms("at").notNull(),
    userId: text("user_id").notNull(),
    userName: text("user_name").notNull(),
    role: text("role").notNull(),
    address: text("address"),
    action: text("action").notNull(),
    target: text("target"),
    input: jsonb("input"),
    outcome: text("outcome").notNull(),
    detail: text("detail"),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    uniqueIndex("audit_chain").on(table.prevHash),
    uniqueIndex("audit_phase").on(table.entryId, table.phase),
    index("audit_target").on(table.target),
  ],
);

export const settings = pgTable("settings", { key: text("key").primaryKey(), value: jsonb("value").notNull() });

/** What was last seen of each part of each topic: shown with its age while AWS does not answer. */
export const lastValues = pgTable(
  "last_values",
  {
    topic: text("topic").notNull(),
    part: text("part").notNull(),
    at: ms("at").notNull(),
    data: jsonb("data").notNull(),
  },
  (table) => [primaryKey({ columns: [table.topic, table.part] })],
);

/** Templates that people brought; those that come with Slipway are files. Only `title` and `archived*` ever change. */
export const uploadedTemplates = pgTable("templates", {
  id: text("id").primaryKey(),
  title: text("title").notNull(),
  createdAt: ms("created_at").notNull(),
  createdBy: text("created_by").notNull(),
  /** Not offered any more; releases made of it can still be read. */
  archivedAt: ms("archived_at"),
  archivedBy: text("archived_by"),
});

/** Append-only: a version's text never changes. */
export const templateVersions = pgTable(
  "template_versions",
  {
    templateId: text("template_id")
      .notNull()
      .references(() => uploadedTemplates.id, { onDelete: "cascade" }),
    number: integer("number").notNull(),
    sha256: text("sha256")
      .notNull()
      .references(() => templateBodies.sha256),
    at: ms("at").notNull(),
    byUserId: text("by_user_id").notNull(),
    byName: text("by_name").notNull(),
    reason: text("reason").notNull(),
    /** Why AWS has not checked it; null where ValidateTemplate took it. */
    unchecked: text("unchecked"),
  },
  (table) => [
    primaryKey({ columns: [table.templateId, table.number] }),
    index("template_versions_body").on(table.sha256),
  ],
);
