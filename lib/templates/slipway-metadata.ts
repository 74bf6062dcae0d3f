import { isRecord, type JsonRecord, recordAt, textAt, textsAt, valueAt } from "./json-values";
import type { Comparison, Derived, Feature, Picker, Roles } from "./types";

/**
 * What a template tells Slipway under `Metadata.Slipway`. All of it is a hint: whatever is missing, wrong or names a
 * parameter that does not exist is left out, and the form is made from the parameters alone.
 */
export interface SlipwayHints {
  readonly id?: string;
  readonly title?: string;
  readonly version?: string;
  readonly summary?: string;
  readonly stackName?: string;
  readonly logGroup?: string;
  readonly pickers: ReadonlyMap<string, Picker>;
  readonly derived: ReadonlyMap<string, Derived>;
  readonly integers: ReadonlySet<string>;
  readonly features: readonly Feature[];
  readonly comparisons: readonly Comparison[];
  readonly roles: Omit<Roles, "image">;
}

export function slipwayHints(template: JsonRecord): SlipwayHints {
  const hints = recordAt(recordAt(template, "Metadata"), "Slipway");
  const parameters = recordAt(template, "Parameters");
  const parameterAt = (value: unknown, key: string): string | undefined => {
    const name = textAt(value, key);
    return name !== undefined && Object.hasOwn(parameters, name) ? name : undefined;
  };
  const each = <T>(section: string, read: (value: unknown) => T | undefined): Map<string, T> => {
    const found = new Map<string, T>();
    for (const [name, value] of Object.entries(recordAt(hints, section))) {
      const one = Object.hasOwn(parameters, name) ? read(value) : undefined;
      if (one !== undefined) found.set(name, one);
    }
    return found;
  };
  const list = (section: string): unknown[] => {
    const value = valueAt(hints, section);
    return Array.isArray(value) ? value : [];
  };
  const scaling = recordAt(hints, "Scaling");
  const network = recordAt(hints, "Network");
  const health = recordAt(hints, "Health");
  return {
    id: textAt(hints, "Id"),
    title: textAt(hints, "Title"),
    version: textAt(hints, "Version"),
    summary: textAt(hints, "Summary"),
    stackName: textAt(hints, "StackName"),
    logGroup: textAt(hints, "LogGroup"),
    pickers: each("Pickers", (value) => readPicker(value, parameterAt)),
    derived: each("Derived", (value): Derived | undefined => {
      const from = parameterAt(value, "from");
      const matches = textAt(value, "matches");
      const [met, otherwise] = [textAt(value, "value"), textAt(value, "otherwise")];
      if (from === undefined || matches === undefined || met === undefined || otherwise === undefined) return undefined;
      return { from, matches, value: met, otherwise };
    }),
    integers: new Set(textsAt(hints, "Integers")),
    features: list("Features").flatMap((value) => readFeature(value, parameters) ?? []),
    comparisons: list("Compare").flatMap((value): Comparison[] => {
      const [left, right] = [parameterAt(value, "left"), parameterAt(value, "right")];
      const [operator, message] = [textAt(value, "operator"), textAt(value, "message")];
      if (left === undefined || right === undefined || message === undefined) return [];
      return operator === "<" || operator === "<=" ? [{ left, operator, right, message }] : [];
    }),
    roles: {
      scaling: {
        min: parameterAt(scaling, "min"),
        max: parameterAt(scaling, "max"),
        up: parameterAt(scaling, "up"),
        down: parameterAt(scaling, "down"),
        target: parameterAt(scaling, "target"),
        type: parameterAt(scaling, "type"),
      },
      network: { vpc: parameterAt(network, "vpc"), subnets: parameterAt(network, "subnets") },
      health: { path: parameterAt(health, "path"), port: parameterAt(health, "port") },
    },
  };
}

function readFeature(value: unknown, parameters: JsonRecord): Feature | undefined {
  const known = (name: string) => Object.hasOwn(parameters, name);
  const control = textAt(value, "switch");
  if (control === undefined || !known(control)) return undefined;
  return {
    name: textAt(value, "name") ?? control,
    label: textAt(value, "label") ?? control,
    switch: control,
    dependents: textsAt(value, "dependents").filter(known),
    requires: textsAt(value, "requires").filter(known),
    help: textAt(value, "help"),
  };
}

function readPicker(
  value: unknown,
  parameterAt: (value: unknown, key: string) => string | undefined,
): Picker | undefined {
  const kind = typeof value === "string" ? value : textAt(value, "kind");
  switch (kind) {
    case "registry":
    case "instanceType":
    case "keyPair":
    case "hostedZone":
      return { kind };
    case "vpc":
      return { kind };
    case "imageRepository":
      return { kind, registry: parameterAt(value, "registry") };
    case "imageTag":
      return { kind, registry: parameterAt(value, "registry"), name: parameterAt(value, "name") };
    case "zone":
      return { kind, subnet: parameterAt(value, "subnet"), vpc: parameterAt(value, "vpc") };
    case "subnet":
    case "securityGroup":
    case "securityGroups":
      return { kind, vpc: parameterAt(value, "vpc") };
    case "subnets":
      return {
        kind,
        vpc: parameterAt(value, "vpc"),
        public: valueAt(value, "public") === true,
        distinctZones: valueAt(value, "distinctZones") === true,
      };
    case "certificate":
      return { kind, covers: parameterAt(value, "covers") };
    case "domain":
      return { kind, zone: parameterAt(value, "zone") };
    case "ami": {
      const names = valueAt(value, "ssmParameter");
      const x86 = isRecord(names) ? textAt(names, "x86_64") : textAt(value, "ssmParameter");
      const arm = textAt(names, "arm64");
      const ssmParameter = { ...(x86 && { x86_64: x86 }), ...(arm && { arm64: arm }) };
      return { kind, by: parameterAt(value, "by"), ssmParameter };
    }
    default:
      return undefined;
  }
}
