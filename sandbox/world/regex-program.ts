import { parseRegex, type Ranges, RegexError, type RegexNode } from "./regex-syntax";

/** One step of a compiled expression; `next` and `other` are step numbers, tried in this order. */
export type Step =
  | { readonly kind: "set"; readonly ranges: Ranges }
  | { readonly kind: "fork"; next: number; other: number }
  | { readonly kind: "jump"; next: number }
  | { readonly kind: "save"; readonly slot: number }
  | { readonly kind: "at"; readonly where: "start" | "end" | "edge" | "inside" }
  | { readonly kind: "match" };

export interface Program {
  readonly steps: readonly Step[];
  readonly names: readonly string[];
  /** The text itself, when the expression is nothing but a text. */
  readonly literal: string | undefined;
}

const MOST_STEPS = 2000;

/** Compiles an expression for a machine that follows all its alternatives at once. Throws RegexError. */
export function compileProgram(source: string): Program {
  const { node, names } = parseRegex(source);
  const steps: Step[] = [];
  const add = <S extends Step>(step: S): S => {
    if (steps.length >= MOST_STEPS) throw new RegexError("The expression is too large");
    steps.push(step);
    return step;
  };
  const emit = (one: RegexNode): void => {
    if (one.kind === "set") add({ kind: "set", ranges: one.ranges });
    else if (one.kind === "at") add({ kind: "at", where: one.where });
    else if (one.kind === "sequence") for (const part of one.parts) emit(part);
    else if (one.kind === "capture") {
      add({ kind: "save", slot: one.index * 2 });
      emit(one.part);
      add({ kind: "save", slot: one.index * 2 + 1 });
    } else if (one.kind === "either") emitEither(one.options);
    else emitRepeat(one);
  };
  const emitEither = (options: readonly RegexNode[]): void => {
    const ends: { next: number }[] = [];
    options.forEach((option, index) => {
      if (index === options.length - 1) {
        emit(option);
        return;
      }
      const fork = add({ kind: "fork", next: steps.length + 1, other: 0 });
      emit(option);
      ends.push(add({ kind: "jump", next: 0 }));
      fork.other = steps.length;
    });
    for (const end of ends) end.next = steps.length;
  };
  const emitRepeat = ({ part, least, most, greedy }: RegexNode & { kind: "repeat" }): void => {
    for (let count = 0; count < least; count++) emit(part);
    const forks: { next: number; other: number }[] = [];
    const optional = () => {
      const fork = add({ kind: "fork", next: steps.length + 1, other: steps.length + 1 });
      forks.push(fork);
      emit(part);
    };
    if (most === Number.POSITIVE_INFINITY) {
      const start = steps.length;
      optional();
      add({ kind: "jump", next: start });
    } else for (let count = least; count < most; count++) optional();
    for (const fork of forks) {
      if (greedy) fork.other = steps.length;
      else fork.next = steps.length;
    }
  };
  emit(node);
  add({ kind: "match" });
  return { steps, names, literal: literalOf(node) };
}

function literalOf(node: RegexNode): string | undefined {
  const parts = node.kind === "sequence" ? node.parts : [node];
  let text = "";
  for (const part of parts) {
    const range = part.kind === "set" && part.ranges.length === 1 ? part.ranges[0] : undefined;
    if (!range || range[0] !== range[1]) return undefined;
    text += String.fromCharCode(range[0]);
  }
  return text;
}
