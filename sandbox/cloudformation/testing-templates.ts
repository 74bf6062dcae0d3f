import fc from "fast-check";

/** A stack of parameters and log groups that refer to earlier ones. Ids carry the type, so an update never changes it. */
export interface Part {
  readonly kind: "parameter" | "group";
  readonly value: number;
  /** A name of its own, whose change replaces the resource. */
  readonly name: number | undefined;
  readonly refs: readonly number[];
  readonly dependsOn: readonly number[];
}

const part = fc.record<Part>({
  kind: fc.constantFrom("parameter", "group"),
  value: fc.integer({ min: 1, max: 3 }),
  name: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  refs: fc.array(fc.nat({ max: 8 }), { maxLength: 2 }),
  dependsOn: fc.array(fc.nat({ max: 8 }), { maxLength: 1 }),
});
export const parts = fc.array(part, { minLength: 1, maxLength: 7 });

export const idOf = (one: Part, index: number): string => `${one.kind === "parameter" ? "P" : "G"}${index}`;

const earlierOf = (all: readonly Part[], indexes: readonly number[], index: number): string[] =>
  indexes.flatMap((at) => {
    const target = all[at];
    return at < index && target ? [idOf(target, at)] : [];
  });

/** Pairs of logical ids: the first needs the second. */
export const needsOf = (all: readonly Part[]): (readonly [string, string])[] =>
  all.flatMap((one, index) =>
    earlierOf(all, one.kind === "parameter" ? [...one.refs, ...one.dependsOn] : one.dependsOn, index).map(
      (need) => [idOf(one, index), need] as const,
    ),
  );

/** The template of a list of parts: parameters and log groups by position, `P0`, `G1`, … */
export function templateOf(all: readonly Part[]): string {
  const earlier = (indexes: readonly number[], index: number) => earlierOf(all, indexes, index);
  const resources = all.map((one, index) => {
    const refs = earlier(one.refs, index).map((id) => ({ Ref: id }));
    const name = one.name === undefined ? {} : { name: `own-${index}-${one.name}` };
    const properties =
      one.kind === "parameter"
        ? {
            Type: "String",
            Value: { "Fn::Join": ["-", [`v${one.value}`, ...refs]] },
            ...(name.name === undefined ? {} : { Name: name.name }),
          }
        : { RetentionInDays: one.value, ...(name.name === undefined ? {} : { LogGroupName: name.name }) };
    const type = one.kind === "parameter" ? "AWS::SSM::Parameter" : "AWS::Logs::LogGroup";
    return [
      idOf(one, index),
      { Type: type, Properties: properties, DependsOn: earlier(one.dependsOn, index) },
    ] as const;
  });
  return JSON.stringify({ Resources: Object.fromEntries(resources) });
}
