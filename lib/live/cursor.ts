import "server-only";
import { createHash } from "node:crypto";

/**
 * Cursors say what a listener has seen in terms of the source, so any replica can go on from them, also after a
 * restart. State topics: a short hash of each part's value. Log topics: the newest ingestion time seen, and, while the
 * same process serves, the exact position.
 */
export type Cursor =
  | { readonly kind: "state"; readonly seen: Readonly<Record<string, string>> }
  | {
      readonly kind: "lines";
      /** CloudWatch's ingestion time (ms) up to which lines were sent. */
      readonly ingested: number;
      /** Which process's positions these are, and per log group the next line's number. */
      readonly epoch: string;
      readonly positions: Readonly<Record<string, number>>;
      readonly state: string;
    };

const VERSION = "1";

/** 36 bits of SHA-1: enough to tell two values of one part apart. */
export const shortHash = (text: string): string => createHash("sha1").update(text).digest("base64url").slice(0, 6);

export const encodeCursor = (cursor: Cursor): string =>
  `${VERSION}.${Buffer.from(JSON.stringify(cursor)).toString("base64url")}`;

/** Null for anything that is not one of ours: the listener then gets a `reset`. */
export function decodeCursor(text: string): Cursor | null {
  const [version, body] = text.split(".");
  if (version !== VERSION || !body) return null;
  try {
    const cursor: unknown = JSON.parse(Buffer.from(body, "base64url").toString());
    return isCursor(cursor) ? cursor : null;
  } catch {
    return null;
  }
}

function isCursor(value: unknown): value is Cursor {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  if (value.kind === "state") return "seen" in value && isRecord(value.seen, "string");
  return (
    value.kind === "lines" &&
    "ingested" in value &&
    typeof value.ingested === "number" &&
    "epoch" in value &&
    typeof value.epoch === "string" &&
    "state" in value &&
    typeof value.state === "string" &&
    "positions" in value &&
    isRecord(value.positions, "number")
  );
}

const isRecord = (value: unknown, of: "string" | "number"): boolean =>
  typeof value === "object" && value !== null && Object.values(value).every((each) => typeof each === of);
