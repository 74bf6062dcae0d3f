import { findCircle } from "./cycles";
import { isRecord, type JsonRecord, valueAt } from "./json-values";
import type { ParsedTemplate } from "./parse";
import { type Reference, referencesIn } from "./references";
import type { TemplateProblem } from "./types";

/**
 * References to nothing and resources (or conditions) that wait for each other. A macro or a loop may add names that the
 * text does not show; with one, only the circles are looked for.
 */
export function dependencyProblems(parsed: ParsedTemplate): TemplateProblem[] {
  const { parameters, resources, conditions, positions } = parsed;
  const known = (name: string): boolean => Object.hasOwn(parameters, name) || Object.hasOwn(resources, name);
  const problems: TemplateProblem[] = [];
  const unresolved = (reference: Reference, section: string): void => {
    const what = reference.kind === "condition" ? "condition" : "parameter or resource";
    problems.push({
      code: "unresolved",
      message: `${section} refers to “${reference.name}”, but there is no ${what} of that name.`,
      names: [reference.name],
      ...positions.get(reference.path),
    });
  };
  const resolves = (reference: Reference): boolean =>
    reference.kind === "condition"
      ? Object.hasOwn(conditions, reference.name)
      : reference.kind === "ref"
        ? known(reference.name)
        : Object.hasOwn(resources, reference.name);

  const madeElsewhere = usesMacros(parsed.template) || Object.keys(resources).some((name) => name.startsWith("Fn::"));
  const waits = new Map<string, Set<string>>();
  for (const [name, body] of Object.entries(resources)) {
    const references = resourceReferences(name, body);
    waits.set(name, targets(references, resources));
    if (!madeElsewhere) for (const one of references) if (!resolves(one)) unresolved(one, `Resource ${name}`);
  }
  const needs = new Map<string, Set<string>>();
  for (const [name, body] of Object.entries(conditions)) {
    const references = referencesIn(body, `/Conditions/${name}`);
    needs.set(
      name,
      targets(
        references.filter(({ kind }) => kind === "condition"),
        conditions,
      ),
    );
    for (const one of references) {
      const found = one.kind === "condition" ? resolves(one) : Object.hasOwn(parameters, one.name);
      if (!found && !madeElsewhere) unresolved(one, `Condition ${name}`);
    }
  }
  for (const [name, body] of Object.entries(parsed.outputs)) {
    const references = [...referencesIn(body, `/Outputs/${name}`), ...ownCondition(body, `/Outputs/${name}`)];
    if (!madeElsewhere) for (const one of references) if (!resolves(one)) unresolved(one, `Output ${name}`);
  }

  const circle = findCircle(waits);
  if (circle) {
    problems.unshift({
      code: "circular",
      message: `Circular dependency between resources: ${[...circle, circle[0]].join(" → ")}.`,
      hint: "Each waits for the next, so none can be made first. Cut one of the references, for example with a resource of its own for the rule that joins two security groups.",
      names: circle,
      ...positions.get(`/Resources/${circle[0]}`),
    });
  }
  const ring = findCircle(needs);
  if (ring) {
    problems.unshift({
      code: "circular",
      message: `Circular dependency between conditions: ${[...ring, ring[0]].join(" → ")}.`,
      names: ring,
      ...positions.get(`/Conditions/${ring[0]}`),
    });
  }
  return problems;
}

/** What one resource points to, `DependsOn` and its own `Condition` included. */
export function resourceReferences(name: string, body: unknown): Reference[] {
  const path = `/Resources/${name}`;
  const depends = valueAt(body, "DependsOn");
  const list = Array.isArray(depends) ? depends : depends === undefined ? [] : [depends];
  return [
    ...["Properties", "CreationPolicy", "UpdatePolicy", "Metadata"].flatMap((part) =>
      referencesIn(valueAt(body, part), `${path}/${part}`),
    ),
    ...list.flatMap((item): Reference[] =>
      typeof item === "string" ? [{ name: item, kind: "depends", path: `${path}/DependsOn` }] : [],
    ),
    ...ownCondition(body, path),
  ];
}

function ownCondition(body: unknown, path: string): Reference[] {
  const name = valueAt(body, "Condition");
  return typeof name === "string" ? [{ name, kind: "condition", path: `${path}/Condition` }] : [];
}

function targets(references: readonly Reference[], among: JsonRecord): Set<string> {
  return new Set(references.map(({ name }) => name).filter((name) => Object.hasOwn(among, name)));
}

function usesMacros(template: JsonRecord): boolean {
  if (Object.hasOwn(template, "Transform")) return true;
  const stack: unknown[] = [template];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (Array.isArray(node)) stack.push(...node);
    else if (isRecord(node)) {
      if (Object.hasOwn(node, "Fn::Transform")) return true;
      stack.push(...Object.values(node));
    }
  }
  return false;
}
