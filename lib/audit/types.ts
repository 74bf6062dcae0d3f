/** One action somebody asked for, and how it ended. */
export interface AuditEntry {
  /** Where it stands in the chain; page on with it. */
  readonly seq: number;
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly role: string;
  readonly address?: string;
  readonly action: string;
  readonly target?: string;
  readonly input?: unknown;
  /** "ok", an error code, or "unfinished" when the server stopped in the middle. */
  readonly outcome: string;
  readonly detail?: string;
  readonly endedAt?: number;
}
