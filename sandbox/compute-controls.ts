import { at, BadControl, type Control, optionalText } from "./control-input";
import { zonesOf } from "./world/regions";

/** What the machines and the deployments of an account are told: shortages, and whether the breaker acts on DAEMON. */
export const COMPUTE_CONTROLS: Readonly<Record<string, Control>> = {
  "GET /capacity": (input, { accounts }) => {
    const { place, account } = at(input, accounts);
    return { shortages: account.centre.world.capacity.shortages(place) };
  },
  "POST /capacity": async (input, { accounts }) => {
    const { place, account } = at(input, accounts);
    const { available } = input;
    if (typeof available !== "boolean") throw new BadControl("available must be true or false");
    const instanceType = optionalText(input, "instanceType");
    const zone = optionalText(input, "zone");
    if (zone !== undefined && !zonesOf(place.region).some(({ name }) => name === zone))
      throw new BadControl(`zone must be one of ${place.region}'s`);
    const shortage = {
      ...(instanceType === undefined ? {} : { instanceType }),
      ...(zone === undefined ? {} : { zone }),
    };
    account.centre.world.capacity.set(place, shortage, available);
    await account.save();
    return { shortages: account.centre.world.capacity.shortages(place) };
  },

  "POST /breaker": async (input, { accounts }) => {
    const { place, account } = at(input, accounts);
    const { daemon } = input;
    if (typeof daemon !== "boolean") throw new BadControl("daemon must be true or false");
    account.centre.world.ecs.setBreakerOnDaemon(place, daemon);
    await account.save();
    return { daemon };
  },
};
