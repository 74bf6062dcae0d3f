import { at, BadControl, type Control } from "./control-input";
import { isStruct, type Struct } from "./wire/values";
import { readPolicy } from "./world/policy-document";

/** A policy given as JSON in the control's body, as the text IAM keeps. */
function documentOf(key: string, value: unknown): string {
  const text = isStruct(value) ? JSON.stringify(value, null, 2) : "";
  if (text === "" || readPolicy(text).length === 0)
    throw new BadControl(`${key} must be a policy document with a Statement`);
  return text;
}

function policiesOf({ policies }: Struct): Record<string, string> | null | undefined {
  if (policies === undefined || policies === null) return policies;
  if (!isStruct(policies)) throw new BadControl("policies must be an object: a policy document for each name");
  return Object.fromEntries(Object.entries(policies).map(([name, value]) => [name, documentOf(name, value)]));
}

const shown = ({ user, boundary, enforced }: { user?: object; boundary?: string; enforced: boolean }) => ({
  enforce: enforced,
  policies: user ? Object.keys(user) : null,
  boundary: boundary !== undefined,
});

export const PERMISSION_CONTROLS: Readonly<Record<string, Control>> = {
  "GET /permissions": (input, { accounts }) => {
    const { place, account } = at(input, accounts);
    return shown(account.centre.world.access.settings(place.account));
  },
  "POST /permissions": async (input, { accounts }) => {
    const { place, account } = at(input, accounts);
    const { access } = account.centre.world;
    const { enforce, boundary } = input;
    if (enforce !== undefined && typeof enforce !== "boolean") throw new BadControl("enforce must be true or false");
    const user = policiesOf(input);
    access.set(place.account, {
      ...(user !== undefined && { user }),
      ...(boundary === null && { boundary: null }),
      ...(boundary !== undefined && boundary !== null && { boundary: documentOf("boundary", boundary) }),
      ...(enforce !== undefined && { enforced: enforce }),
    });
    await account.save();
    return shown(access.settings(place.account));
  },
};
