import schemas from "./schemas.json";

/**
 * What CloudFormation's published resource schemas say about a type (`schemas.json`, taken from the registry's schemas of
 * us-east-1 as cfn-lint 1.51 carries them, plus documented attributes and LaunchType's replacement [aws-facts 8.5]).
 */
export interface ResourceSchema {
  readonly properties: readonly string[];
  readonly required: readonly string[];
  /** Changing one of these makes a new resource. Nested ones are written `A/B`. */
  readonly createOnly: readonly string[];
  readonly attributes: readonly string[];
  readonly identifier: readonly string[];
}

const BY_TYPE: Readonly<Record<string, ResourceSchema>> = schemas;

/** Undefined for a type the sandbox does not have. */
export const schemaOf = (type: string): ResourceSchema | undefined =>
  Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : undefined;

export const takesTags = (type: string): boolean => schemaOf(type)?.properties.includes("Tags") ?? false;
