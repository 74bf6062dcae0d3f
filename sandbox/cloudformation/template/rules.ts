import { invalid } from "../errors";
import { evaluate, type Scope } from "./evaluate";
import type { Template } from "./model";
import { functionOf, isMapping } from "./values";

type Question = (parameterType: string) => readonly string[];

/**
 * Checks the template's Rules: each assertion of a rule whose condition holds must be true.
 * Texts follow https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html; AWS's exact
 * error line was not found.
 */
export function checkRules(template: Template, scope: Scope): void {
  const all: Question = (type) =>
    Object.values(template.parameters)
      .filter((spec) => spec.type === type || spec.type === `List<${type}>`)
      .flatMap((spec) => scope.parameters[spec.name] ?? []);
  for (const [name, rule] of Object.entries(template.rules)) {
    if (rule.RuleCondition !== undefined && !holds(rule.RuleCondition, scope, all)) continue;
    for (const assertion of Array.isArray(rule.Assertions) ? rule.Assertions : []) {
      if (!isMapping(assertion) || holds(assertion.Assert, scope, all)) continue;
      throw invalid(`Template validation error: ${assertion.AssertDescription ?? `Rule ${name} failed.`}`);
    }
  }
}

function holds(value: unknown, scope: Scope, all: Question): boolean {
  const call = functionOf(value);
  const list = Array.isArray(call?.argument) ? (call.argument as unknown[]) : [];
  const texts = (item: unknown): string[] => {
    const inner = functionOf(item);
    if (inner?.name === "Fn::RefAll") return [...all(String(inner.argument))];
    const result = evaluate(item, scope);
    return (Array.isArray(result) ? result : [result]).map(String);
  };
  switch (call?.name) {
    case "Fn::And":
      return list.every((item) => holds(item, scope, all));
    case "Fn::Or":
      return list.some((item) => holds(item, scope, all));
    case "Fn::Not":
      return !holds(list[0], scope, all);
    case "Fn::Equals":
      return texts(list[0]).join() === texts(list[1]).join();
    case "Fn::Contains": {
      const among = texts(list[0]);
      return texts(list[1]).every((item) => among.includes(item));
    }
    case "Fn::EachMemberIn": {
      const among = texts(list[1]);
      return texts(list[0]).every((item) => among.includes(item));
    }
    case "Fn::EachMemberEquals": {
      const wanted = texts(list[1])[0];
      return texts(list[0]).every((item) => item === wanted);
    }
    default:
      return String(evaluate(value, scope)) === "true";
  }
}
