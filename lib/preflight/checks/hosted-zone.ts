import { fieldFor, filled, present } from "../fields";
import type { Check, PreflightInput } from "../types";

const domainField = (input: PreflightInput) => fieldFor(input, "domain");
const zoneField = (input: PreflightInput) => fieldFor(input, "hostedZone");

/** The domain name belongs to a public zone of this account, and no record has it yet. */
export const hostedZone: Check = {
  id: "hosted-zone",
  title: "Domain is in the zone",
  fields: (input) => present(zoneField(input)?.name, domainField(input)?.name),
  applies: (input) => filled(input, zoneField(input)?.name) !== undefined,
  async run(input, world) {
    const id = filled(input, zoneField(input)?.name) ?? "";
    const zones = await world.hostedZones();
    const zone = zones.find((one) => one.id === id);
    if (!zone) return { status: "fail", title: "No such hosted zone", evidence: `This account has no zone ${id}.` };
    if (zone.private) {
      return { status: "fail", title: "Zone is private", evidence: `${zone.name} is seen inside its VPCs only.` };
    }
    const field = domainField(input)?.name;
    const name = filled(input, field)?.toLowerCase();
    if (name === undefined)
      return { status: "unknown", title: this.title, evidence: `Zone ${zone.name}; no domain name yet.` };
    if (name !== zone.name && !name.endsWith(`.${zone.name}`)) {
      const better = zones.find((one) => !one.private && (name === one.name || name.endsWith(`.${one.name}`)));
      return {
        status: "fail",
        title: "Domain is not in the zone",
        evidence: `${name} does not end in ${zone.name}.`,
        fix: better && { label: `Use zone ${better.name}`, set: { [zoneField(input)?.name ?? ""]: better.id } },
      };
    }
    if (input.mode === "update") return { status: "pass", title: this.title, evidence: `${name} in ${zone.name}.` };
    const clash = (await world.records(id, name)).filter(({ type }) => ["A", "AAAA", "CNAME"].includes(type));
    const [first] = clash;
    if (first) {
      return {
        status: "fail",
        title: "Domain is taken",
        evidence: `${name} has ${first.type === "A" || first.type === "AAAA" ? "an" : "a"} ${first.type} record${first.target ? ` to ${first.target}` : ""}.`,
        fix: { label: "Choose another name, or remove that record." },
      };
    }
    return { status: "pass", title: this.title, evidence: `${name} is free in ${zone.name}.` };
  },
};
