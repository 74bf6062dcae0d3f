import type { ChangeSetFacts, ResourceChange } from "./types";

/** What a deployment of another image touches. */
export const DEPLOYS: ReadonlySet<string> = new Set(["AWS::ECS::TaskDefinition", "AWS::ECS::Service"]);
/** What a change set says of a value that is known only once its resource has been updated. */
const LATER = "{{changeSet:KNOWN_AFTER_APPLY}}";

/**
 * What a change set touches beyond a deployment of another image: a replaced task definition is how a deployment works,
 * a replaced service is not. What only reads an attribute of these two (an alarm its service's name) is listed by AWS
 * as a change too, and comes out unchanged. Pure.
 */
export function unexpectedChanges({ changes }: Pick<ChangeSetFacts, "changes">): ResourceChange[] {
  const deploying = changes.filter(isDeployment);
  const names = new Set(deploying.map(({ logicalId }) => logicalId));
  return changes.filter((change) => !deploying.includes(change) && !onlyReads(change, names));
}

const isDeployment = ({ type, action, replacement }: ResourceChange): boolean =>
  DEPLOYS.has(type) && action === "Modify" && !(type === "AWS::ECS::Service" && replacement !== "False");

/** Whether a resource changes only because it reads attributes of `names` that are known after they are updated. */
export function onlyReads({ action, replacement, properties }: ResourceChange, names: ReadonlySet<string>): boolean {
  if (action !== "Modify" || replacement !== "False" || properties.length === 0) return false;
  return properties.every(({ cause, after }) => {
    const from = cause?.split(".")[0];
    return from !== undefined && names.has(from) && (after === undefined || after === LATER);
  });
}
