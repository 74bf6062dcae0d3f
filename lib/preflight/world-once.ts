import type { PreflightWorld } from "./types";

/** The same world, each question with the same arguments asked once: several checks need the same image or subnets. */
export function askOnce(world: PreflightWorld): PreflightWorld {
  const asked = new Map<string, Promise<unknown>>();
  const once = <T>(key: readonly string[], ask: () => Promise<T>): Promise<T> => {
    const name = JSON.stringify(key);
    const known = asked.get(name) as Promise<T> | undefined;
    if (known) return known;
    const answer = ask();
    asked.set(name, answer);
    return answer;
  };
  return {
    stack: (name) => once(["stack", name], () => world.stack(name)),
    logGroup: (name) => once(["logGroup", name], () => world.logGroup(name)),
    image: (registry, name, reference) =>
      once(["image", registry, name, reference], () => world.image(registry, name, reference)),
    subnets: (vpcId) => once(["subnets", vpcId], () => world.subnets(vpcId)),
    keyPairs: () => once(["keyPairs"], () => world.keyPairs()),
    certificates: () => once(["certificates"], () => world.certificates()),
    hostedZones: () => once(["hostedZones"], () => world.hostedZones()),
    records: (zoneId, name) => once(["records", zoneId, name], () => world.records(zoneId, name)),
    machineImage: (id) => once(["machineImage", id], () => world.machineImage(id)),
    permissions: (actions) => once(["permissions", ...actions], () => world.permissions(actions)),
    instanceType: (name) => once(["instanceType", name], () => world.instanceType(name)),
    quota: (service, code) => once(["quota", service, code], () => world.quota(service, code)),
    zonesOffering: (type) => once(["zonesOffering", type], () => world.zonesOffering(type)),
  };
}
