import { isRecord, type JsonRecord, recordAt, scalarText, textAt, valueAt } from "@/lib/templates/json-values";
import { truth } from "@/lib/templates/rules";
import type { ParameterValues, TemplateForm } from "@/lib/templates/types";
import { parameterValue } from "@/lib/templates/values";

/** A resource these values make. In `properties` what only AWS can tell (another resource's ARN) is left out. */
export interface MadeResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonRecord;
}

interface Scope {
  readonly template: unknown;
  readonly form: TemplateForm;
  readonly values: ParameterValues;
  /** Pseudo parameters that are known, by name: "AWS::Region". */
  readonly pseudo: Readonly<Record<string, string>>;
}

/** The resources of a template but those switched off, their functions worked out as far as the values tell. Pure. */
export function madeOf(scope: Scope, off: ReadonlySet<string>): MadeResource[] {
  return Object.entries(recordAt(scope.template, "Resources")).flatMap(([logicalId, resource]) => {
    if (!isRecord(resource) || off.has(logicalId)) return [];
    const properties = resolve(valueAt(resource, "Properties"), scope);
    return [{ logicalId, type: textAt(resource, "Type") ?? "", properties: isRecord(properties) ? properties : {} }];
  });
}

/** A value with Ref, Sub, Join, If and FindInMap worked out; undefined for what only AWS can tell. */
export function resolve(node: unknown, scope: Scope): unknown {
  if (Array.isArray(node)) return node.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  if (!isRecord(node)) return node;
  const [entry, ...more] = Object.entries(node);
  if (entry && more.length === 0 && (entry[0] === "Ref" || entry[0].startsWith("Fn::"))) return called(entry, scope);
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) => {
      const worked = resolve(value, scope);
      return worked === undefined ? [] : [[key, worked]];
    }),
  );
}

function called([name, argument]: readonly [string, unknown], scope: Scope): unknown {
  const list = Array.isArray(argument) ? argument : [];
  switch (name) {
    case "Ref":
      return typeof argument === "string" ? named(argument, scope) : undefined;
    case "Fn::Sub":
      return substituted(typeof argument === "string" ? [argument] : list, scope);
    case "Fn::If": {
      const holds = truth({ Condition: scalarText(list[0]) ?? "" }, scope.values, scope.form.conditions);
      return holds === undefined ? undefined : resolve(list[holds ? 1 : 2], scope);
    }
    case "Fn::Join": {
      const parts = Array.isArray(list[1]) ? list[1].map((part: unknown) => scalarText(resolve(part, scope))) : [];
      return parts.includes(undefined) || parts.length === 0 ? undefined : parts.join(scalarText(list[0]) ?? "");
    }
    case "Fn::FindInMap": {
      const [map, first, second] = list.map((key: unknown) => scalarText(resolve(key, scope)) ?? "");
      return scalarText(
        valueAt(recordAt(recordAt(recordAt(scope.template, "Mappings"), map ?? ""), first ?? ""), second ?? ""),
      );
    }
    default:
      return undefined;
  }
}

const named = (name: string, { values, pseudo }: Scope): string | undefined =>
  parameterValue(values, name) ?? parameterValue(pseudo, name);

function substituted([text, own]: readonly unknown[], scope: Scope): string | undefined {
  if (typeof text !== "string") return undefined;
  let complete = true;
  const filled = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner.startsWith("!")) return `\${${inner.slice(1)}}`;
    const name = inner.trim();
    const value =
      isRecord(own) && Object.hasOwn(own, name) ? scalarText(resolve(own[name], scope)) : named(name, scope);
    if (value === undefined) complete = false;
    return value ?? "";
  });
  return complete ? filled : undefined;
}
