import type { PublicError } from "@/lib/errors";

/** What every server action answers. */
export type ActionResult<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: PublicError };
