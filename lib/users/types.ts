import type { Role } from "@/lib/auth/types";

/** Somebody who signs in with a password. */
export interface LocalUser {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Sessions that are open now. */
  readonly sessions: number;
}
