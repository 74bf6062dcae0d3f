/** One line of a container's log as CloudWatch keeps it. `id` is CloudWatch's event id and never repeats. */
export interface LogLine {
  readonly id: string;
  readonly at: number;
  readonly ingestedAt: number;
  readonly stream: string;
  /** The text as it came: data, never HTML. */
  readonly message: string;
}

/** What the log pane shows instead of lines; each is a different screen. */
export type LogState =
  | { readonly kind: "ok" }
  | { readonly kind: "empty" }
  | { readonly kind: "denied"; readonly api: string; readonly message: string }
  | { readonly kind: "missing-group"; readonly group: string }
  | { readonly kind: "not-awslogs"; readonly driver: string }
  | { readonly kind: "unreachable"; readonly message: string };
