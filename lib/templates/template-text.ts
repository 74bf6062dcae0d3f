/** What the YAML and the JSON reader share: limits, positions and the answer's shape. */

/** Where a key or list item starts, both counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Positions by path, written as CloudFormation writes paths: `/Resources/Service/Properties/Cluster`, list items by index.
 * A short tag counts as the long form it stands for (`!Ref A` at `/…/Value` has `/…/Value/Ref`).
 */
export type Positions = ReadonlyMap<string, TextPosition>;

export interface TemplateRead {
  readonly ok: true;
  readonly template: Record<string, unknown>;
  readonly positions: Positions;
  readonly format: "yaml" | "json";
}

/** `syntax`: not YAML or JSON. `structure`: well-formed, but no mapping. `limit`: larger or deeper than is read. */
export interface TemplateRefusal {
  readonly ok: false;
  readonly kind: "syntax" | "structure" | "limit";
  readonly message: string;
  readonly format: "yaml" | "json";
  readonly line?: number;
  readonly column?: number;
}

/** What CloudFormation takes in a request; more only from S3 [aws-facts 1.13]. */
export const MAX_BODY_BYTES = 51_200;
/** CloudFormation reads 1 MB from S3 [aws-facts 1.13]; the depth is far beyond any real template. */
export const MAX_TEMPLATE_BYTES = 1_048_576;
export const MAX_DEPTH = 100;
/** Values after aliases are expanded: an alias bomb stops here. */
export const MAX_VALUES = 250_000;

/** Thrown inside the readers only; `offset` is an index into the text. */
export class Unreadable extends Error {
  constructor(
    message: string,
    readonly offset: number | undefined,
    readonly kind: TemplateRefusal["kind"] = "syntax",
  ) {
    super(message);
  }
}

/** Sets a key of text from outside: `__proto__` becomes an ordinary key, not the prototype. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

/** Turns offsets into lines and columns; offsets are mostly asked in rising order, so a binary search is plenty. */
export class Lines {
  private readonly starts = [0];

  constructor(text: string) {
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) this.starts.push(i + 1);
  }

  at(offset: number): TextPosition {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1 };
  }
}
