/** Where something is: a named AWS account (or endpoint) and a Region. */
export interface Place {
  /** Slipway's name of the account, as in the URL: "sandbox", "acme-prod". */
  readonly account: string;
  readonly region: string;
}

/** One CloudFormation stack, as `/stacks/<account>/<region>/<stack>` names it. */
export interface StackRef extends Place {
  readonly stack: string;
}

export const placeKey = (place: Place): string => `${place.account}/${place.region}`;
export const stackKey = (ref: StackRef): string => `${placeKey(ref)}/${ref.stack}`;

/** The path of a stack's page, with an optional tab. */
export function stackPath(ref: StackRef, tab = "overview"): string {
  return `/stacks/${encodeURIComponent(ref.account)}/${encodeURIComponent(ref.region)}/${encodeURIComponent(ref.stack)}/${tab}`;
}
