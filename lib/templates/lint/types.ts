import type { ParsedTemplate } from "../parse";

/** `error`: AWS will refuse it, or it will fail in operation. `warn`: it goes wrong one day. `info`: could be better. */
export type LintLevel = "error" | "warn" | "info";

export interface LintFinding {
  readonly rule: string;
  readonly level: LintLevel;
  /** What is wrong and what comes of it, for somebody who does not know CloudFormation. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /** AWS's page that the rule rests on. */
  readonly source: string;
  /** Logical id of the resource it is about. */
  readonly resource?: string;
  /** From 1. */
  readonly line?: number;
}

/** A resource as rules read it. */
export interface LintResource {
  readonly name: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** `/Resources/<name>`. */
  readonly path: string;
}

export interface LintSubject {
  readonly parsed: ParsedTemplate;
  readonly resources: readonly LintResource[];
}

/** What a rule answers; `path` names the place, as `Positions` does. The nearest place that the reader knows is shown. */
export interface Found {
  readonly message: string;
  readonly path?: string;
  readonly resource?: string;
  /** Where it differs from the rule's own. */
  readonly level?: LintLevel;
  readonly fix?: string;
}

export interface LintRule {
  readonly id: string;
  readonly level: LintLevel;
  readonly source: string;
  readonly fix: string;
  readonly check: (subject: LintSubject) => Iterable<Found>;
}
