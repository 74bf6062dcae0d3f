/** An expression of a query, as it is written; `start` and `end` are its place in the text. */
export type Expression = { readonly start: number; readonly end: number; readonly text: string } & (
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "value"; readonly value: string | number | boolean }
  | { readonly kind: "regex"; readonly source: string }
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "minus"; readonly of: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
);

export interface Named {
  readonly expression: Expression;
  /** Its alias, or what was written. */
  readonly name: string;
}

export type Command =
  | { readonly kind: "fields"; readonly columns: readonly Named[] }
  | { readonly kind: "display"; readonly names: readonly string[] }
  | { readonly kind: "filter"; readonly test: Expression }
  | { readonly kind: "parse"; readonly of: Expression; readonly pattern: Pattern; readonly names: readonly string[] }
  | { readonly kind: "stats"; readonly columns: readonly Named[]; readonly by: readonly Named[] }
  | { readonly kind: "sort"; readonly by: readonly { readonly expression: Expression; readonly ascending: boolean }[] }
  | { readonly kind: "limit"; readonly count: number }
  | { readonly kind: "dedup"; readonly by: readonly Expression[] };

export type Pattern = { readonly glob: string } | { readonly regex: Expression & { readonly kind: "regex" } };
