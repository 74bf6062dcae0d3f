import type { ResourceChangeDetail } from "@aws-sdk/client-cloudformation";
import { recreates } from "../compare";
import {
  functionOf,
  isMapping,
  isText,
  KNOWN_AFTER_APPLY,
  type Mapping,
  referencesIn,
  sameValue,
} from "../template/values";

/** What is foreseen for the resources a property may refer to. */
export type Foreseen = ReadonlyMap<string, "add" | "replace" | "modify">;

export interface PropertySide {
  /** As the template says it, conditions taken. */
  readonly raw: Mapping;
  /** Evaluated. */
  readonly value: Mapping;
}

/** A place where the two sides differ: the deepest that both have. */
interface Difference {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The Details of a Modify: one entry for each place and cause [aws-facts 1.7]. A changed parameter and a reference to a
 * changing resource each bring a second entry, DirectModification/Dynamic.
 */
export function changeDetails(
  type: string,
  before: PropertySide,
  after: PropertySide,
  changedParameters: ReadonlySet<string>,
  foreseen: Foreseen,
): ResourceChangeDetail[] {
  return differences(before.value, after.value).flatMap((difference) => {
    const [name = ""] = difference.path;
    const target = {
      Attribute: "Properties" as const,
      Name: name,
      RequiresRecreation: recreates(type, name, before.value, after.value) ? ("Always" as const) : ("Never" as const),
      Path: `/Properties/${difference.path.join("/")}`,
      ...(difference.before === undefined ? {} : { BeforeValue: shown(difference.before) }),
      ...(difference.after === undefined ? {} : { AfterValue: shown(difference.after) }),
      AttributeChangeType:
        difference.before === undefined
          ? ("Add" as const)
          : difference.after === undefined
            ? ("Remove" as const)
            : ("Modify" as const),
    };
    return causes(difference, before.raw, after.raw, changedParameters, foreseen).map((cause) => ({
      Target: target,
      ...cause,
    }));
  });
}

function differences(before: unknown, after: unknown, path: readonly string[] = []): Difference[] {
  if (path.length > 0 && sameValue(before, after) && !unknownIn(after)) return [];
  const lists = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
  if (lists) return before.flatMap((item, index) => differences(item, after[index], [...path, String(index)]));
  if (isMapping(before) && isMapping(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => differences(before[name], after[name], [...path, name]));
  }
  return [{ path, before, after }];
}

const unknownIn = (value: unknown): boolean => JSON.stringify(value ?? null).includes(KNOWN_AFTER_APPLY);

const shown = (value: unknown): string => (isText(value) ? String(value) : JSON.stringify(value));

function causes(
  difference: Difference,
  rawBefore: Mapping,
  rawAfter: Mapping,
  changedParameters: ReadonlySet<string>,
  foreseen: Foreseen,
): Pick<ResourceChangeDetail, "ChangeSource" | "CausingEntity" | "Evaluation">[] {
  const said = rawAt(rawAfter, difference.path);
  const found: Pick<ResourceChangeDetail, "ChangeSource" | "CausingEntity" | "Evaluation">[] = [];
  for (const reference of referencesIn(said)) {
    const fate = foreseen.get(reference.name);
    if (changedParameters.has(reference.name)) {
      found.push({ ChangeSource: "ParameterReference", CausingEntity: reference.name, Evaluation: "Static" });
    } else if (fate !== undefined && reference.attribute === undefined && fate !== "modify") {
      found.push({ ChangeSource: "ResourceReference", CausingEntity: reference.name, Evaluation: "Static" });
    } else if (fate !== undefined && reference.attribute !== undefined) {
      found.push({
        ChangeSource: "ResourceAttribute",
        CausingEntity: `${reference.name}.${reference.attribute}`,
        Evaluation: fate === "modify" ? "Dynamic" : "Static",
      });
    }
  }
  const once = [...new Map(found.map((cause) => [`${cause.ChangeSource} ${cause.CausingEntity}`, cause])).values()];
  if (once.length > 0 && sameValue(said, rawAt(rawBefore, difference.path))) {
    return [...once, { ChangeSource: "DirectModification", Evaluation: "Dynamic" }];
  }
  return [...once, { ChangeSource: "DirectModification", Evaluation: "Static" }];
}

/** The template's words for a place: down the path until a function answers for the rest. */
function rawAt(raw: unknown, path: readonly string[]): unknown {
  let value = raw;
  for (const key of path) {
    if (functionOf(value)) return value;
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isMapping(value)) value = value[key];
    else return undefined;
  }
  return value;
}

/** Without IncludePropertyValues the values go, and the second entry of a reference to a resource [aws-facts 1.7]. */
export function withoutValues(details: readonly ResourceChangeDetail[]): ResourceChangeDetail[] {
  const byReference = new Set(
    details.filter((detail) => detail.ChangeSource?.startsWith("Resource")).map((detail) => detail.Target?.Path),
  );
  const byParameter = new Set(
    details.filter((detail) => detail.ChangeSource === "ParameterReference").map((detail) => detail.Target?.Path),
  );
  const plain = details
    .filter((detail) => {
      const path = detail.Target?.Path;
      const second = detail.ChangeSource === "DirectModification" && detail.Evaluation === "Dynamic";
      return !(second && byReference.has(path) && !byParameter.has(path));
    })
    .map(({ Target: target, ...rest }) => ({
      Target: {
        Attribute: target?.Attribute,
        ...(target?.Name === undefined ? {} : { Name: target.Name }),
        RequiresRecreation: target?.RequiresRecreation,
      },
      ...rest,
    }));
  return [...new Map(plain.map((detail) => [JSON.stringify(detail), detail])).values()];
}
