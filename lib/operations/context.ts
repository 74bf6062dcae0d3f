import type { Aws } from "@/lib/aws/client";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/client";

/** What every verb gets beside its input. */
export interface VerbContext {
  readonly db: Database;
  readonly aws: Aws;
  readonly clock: Clock;
  /** Who asked; names go into the journal and the release. */
  readonly by: { readonly userId: string; readonly name: string };
}
