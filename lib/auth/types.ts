export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** viewer < operator < admin. */
export const roleAtLeast = (have: Role, need: Role): boolean => ROLES.indexOf(have) >= ROLES.indexOf(need);

/** Who is signed in, as checked against the `sessions` row on each request. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
}
