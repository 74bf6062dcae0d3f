import { contextOf } from "./deployment";
import { invalid } from "./errors";
import { storedValue } from "./parameters";
import { isMapping, type Mapping } from "./template/values";
import type { Tools } from "./tools";

const REFERENCE = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]*)\}\}/g;

/** Puts the parameter store's values in place of `{{resolve:ssm:name[:version]}}`, anywhere in a resource's properties. */
export function resolveDynamic(properties: Mapping, type: string, tools: Tools, stackId: string): Mapping {
  const within = (value: unknown, path: string): unknown => {
    if (typeof value === "string") return value.includes("{{resolve:") ? replaced(value, path) : value;
    if (Array.isArray(value)) return value.map((item) => within(item, path));
    if (!isMapping(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, within(item, path === "" ? key : `${path}/${key}`)]),
    );
  };
  const replaced = (text: string, path: string): string =>
    text.replace(REFERENCE, (whole, service: string, rest: string) => {
      if (service === "ssm-secure") {
        throw invalid(`SSM Secure reference is not supported in: [${type}/Properties/${path}]`);
      }
      if (service === "secretsmanager") throw invalid(`The sandbox has no Secrets Manager: ${whole}`);
      const [name = "", version] = rest.split(":");
      if (version !== undefined && !/^\d+$/.test(version)) {
        throw invalid(`Incorrect format is used in the following SSM reference: [${whole}]`);
      }
      return storedValue(version === undefined ? name : `${name}:${version}`, tools, contextOf(tools, stackId)).value;
    });
  const result = within(properties, "");
  return isMapping(result) ? result : {};
}
