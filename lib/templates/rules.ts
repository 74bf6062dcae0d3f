import { isRecord, scalarText } from "./json-values";
import type { FormRule, ParameterValues } from "./types";
import { listItems, parameterValue } from "./values";

/**
 * Whether a rule of the template holds for these values. `undefined`: it uses a function that only AWS can answer
 * (`Fn::ValueOf`, `Fn::RefAll`), so AWS is left to judge it.
 */
export function ruleHolds(rule: FormRule, values: ParameterValues): boolean | undefined {
  const applies = rule.condition === undefined ? true : truth(rule.condition, values);
  if (applies !== true) return applies === false ? true : undefined;
  return truth(rule.assert, values);
}

/** Parameters a rule's assertion names, in order: the first one is where its message belongs. */
export function ruleParameters(rule: FormRule): string[] {
  const names: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    else if (isRecord(node)) {
      if (typeof node.Ref === "string") names.push(node.Ref);
      for (const value of Object.values(node)) visit(value);
    }
  };
  visit(rule.assert);
  return names;
}

/** Conditions by name, for `{ Condition: name }`; rules have none. */
export type Conditions = Readonly<Record<string, unknown>>;

/**
 * Whether an expression of `Fn::Equals`, `Fn::And` and the like is true for these values. `undefined`: only AWS knows
 * (another function, a pseudo parameter, a circle of conditions).
 */
export function truth(node: unknown, values: ParameterValues, conditions: Conditions = {}): boolean | undefined {
  if (typeof node === "boolean") return node;
  if (node === "true" || node === "false") return node === "true";
  if (!isRecord(node)) return undefined;
  const [name] = Object.keys(node);
  const args = name === undefined ? undefined : node[name];
  if (name === "Condition" && typeof args === "string" && Object.hasOwn(conditions, args)) {
    const { [args]: named, ...others } = conditions;
    return truth(named, values, others);
  }
  if (name === undefined || !Array.isArray(args)) return undefined;
  switch (name) {
    case "Fn::And":
      return every(args.map((arg) => truth(arg, values, conditions)));
    case "Fn::Or": {
      const parts = args.map((arg) => truth(arg, values, conditions));
      return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
    }
    case "Fn::Not": {
      const inner = truth(args[0], values, conditions);
      return inner === undefined ? undefined : !inner;
    }
    case "Fn::Equals": {
      const [left, right] = [text(args[0], values), text(args[1], values)];
      return left === undefined || right === undefined ? undefined : left === right;
    }
    case "Fn::Contains": {
      const [list, wanted] = [texts(args[0], values), text(args[1], values)];
      return list === undefined || wanted === undefined ? undefined : list.includes(wanted);
    }
    case "Fn::EachMemberIn": {
      const [some, all] = [texts(args[0], values), texts(args[1], values)];
      return some === undefined || all === undefined ? undefined : some.every((item) => all.includes(item));
    }
    case "Fn::EachMemberEquals": {
      const [list, wanted] = [texts(args[0], values), text(args[1], values)];
      return list === undefined || wanted === undefined ? undefined : list.every((item) => item === wanted);
    }
    default:
      return undefined;
  }
}

function every(parts: readonly (boolean | undefined)[]): boolean | undefined {
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
}

function text(node: unknown, values: ParameterValues): string | undefined {
  if (isRecord(node)) {
    return typeof node.Ref === "string" ? parameterValue(values, node.Ref) : undefined;
  }
  return scalarText(node);
}

function texts(node: unknown, values: ParameterValues): string[] | undefined {
  if (!Array.isArray(node)) {
    const one = text(node, values);
    return one === undefined ? undefined : listItems(one);
  }
  const parts = node.map((item) => text(item, values));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}
