import { activeMembers, type Group, type Member } from "./groups";
import type { Tags } from "./shelf";

/** The subnet with the fewest members, so that zones stay balanced; troubled ones come last. */
export function emptiestSubnet(group: Group, isTroubled: (subnetId: string) => boolean): string {
  const members = activeMembers(group);
  const load = (subnetId: string) => members.filter((member) => member.subnetId === subnetId).length;
  return [...group.subnets].sort((a, b) => Number(isTroubled(a)) - Number(isTroubled(b)) || load(a) - load(b))[0] ?? "";
}

/** Default termination policy: the fullest zone first, in it the oldest launch template version, then the oldest. */
export function chooseVictims(group: Group, count: number): Member[] {
  const left = activeMembers(group);
  const victims: Member[] = [];
  for (let i = 0; i < count; i++) {
    const size = (zone: string) => left.filter((member) => member.zone === zone).length;
    const [victim] = left
      .filter((member) => !member.protected)
      .sort(
        (a, b) =>
          size(b.zone) - size(a.zone) ||
          Number(a.templateVersion) - Number(b.templateVersion) ||
          a.launchedAt - b.launchedAt,
      );
    if (!victim) break;
    left.splice(left.indexOf(victim), 1);
    victims.push(victim);
  }
  return victims;
}

type TagSpecs = readonly {
  ResourceType?: string | undefined;
  Tags?: { Key?: string | undefined; Value?: string | undefined }[] | undefined;
}[];

/** Tags a launch template gives the instances made from it. */
export const templateTags = (specs: TagSpecs | undefined): Tags =>
  Object.fromEntries(
    (specs ?? [])
      .filter((spec) => spec.ResourceType === "instance")
      .flatMap((spec) => (spec.Tags ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""])),
  );
