import type { ChangeAction, ResourceRecordSet } from "@aws-sdk/client-route-53";
import type { Mapping } from "../template/values";
import { flag, mapping, number, picked, text, texts } from "./fields";
import { type Call, HandlerError, type Provider, quietly } from "./provider";

function recordSet(properties: Mapping): ResourceRecordSet {
  const alias = mapping(properties, "AliasTarget");
  const entries = {
    TTL: number(properties, "TTL"),
    ResourceRecords: texts(properties, "ResourceRecords")?.map((Value) => ({ Value })),
    SetIdentifier: text(properties, "SetIdentifier"),
    Weight: number(properties, "Weight"),
    Region: text(properties, "Region"),
    Failover: text(properties, "Failover"),
    AliasTarget: alias && {
      HostedZoneId: text(alias, "HostedZoneId") ?? "",
      DNSName: text(alias, "DNSName") ?? "",
      EvaluateTargetHealth: flag(alias, "EvaluateTargetHealth") ?? false,
    },
  };
  return {
    Name: text(properties, "Name") ?? "",
    Type: (text(properties, "Type") ?? "A") as "A",
    ...(Object.fromEntries(
      Object.entries(entries).filter(([, value]) => value !== undefined),
    ) as Partial<ResourceRecordSet>),
  };
}

/** The zone by id, or by name with its dot. */
function zoneOf({ tools, ctx, properties }: Call): string {
  const id = text(properties, "HostedZoneId");
  if (id !== undefined) return id;
  const name = text(properties, "HostedZoneName") ?? "";
  const zones = tools.invoke("route53", "ListHostedZonesByName", { DNSName: name }, ctx).HostedZones ?? [];
  const found = zones.find((zone) => zone.Name === name);
  if (!found?.Id) throw new HandlerError(`No hosted zones named ${name} found`, "NotFound");
  return found.Id.replace(/^\/hostedzone\//, "");
}

function change(call: Call, Action: ChangeAction, properties: Mapping): void {
  const input = {
    HostedZoneId: zoneOf(call),
    ChangeBatch: { Changes: [{ Action, ResourceRecordSet: recordSet(properties) }] },
  };
  call.tools.invoke("route53", "ChangeResourceRecordSets", input, call.ctx);
}

/** AWS::Route53::RecordSet. Ref is the domain name. */
export const recordSetProvider: Provider = {
  settle: 5000,
  create(call) {
    change(call, "CREATE", call.properties);
    return text(call.properties, "Name") ?? "";
  },
  update(call) {
    change(call, "UPSERT", call.properties);
  },
  delete(call) {
    quietly(() => change(call, "DELETE", call.properties));
  },
  actual(call) {
    const wanted = recordSet(call.properties);
    const absolute = (name: string) => (name.endsWith(".") ? name : `${name}.`);
    const input = { HostedZoneId: zoneOf(call), StartRecordName: wanted.Name, StartRecordType: wanted.Type };
    const found = call.tools
      .invoke("route53", "ListResourceRecordSets", input, call.ctx)
      .ResourceRecordSets?.find(
        (one) =>
          absolute(one.Name ?? "") === absolute(wanted.Name ?? "") &&
          one.Type === wanted.Type &&
          one.SetIdentifier === wanted.SetIdentifier,
      );
    if (!found) return undefined;
    const { HostedZoneId, EvaluateTargetHealth, DNSName = "" } = found.AliasTarget ?? {};
    const asked = wanted.AliasTarget?.DNSName ?? "";
    return {
      ...picked(found, "Type TTL SetIdentifier Weight Region Failover"),
      ResourceRecords: found.ResourceRecords?.map((record) => record.Value),
      // Route 53 writes names with a dot at their end and ALBs' names in lower case.
      AliasTarget: found.AliasTarget && {
        HostedZoneId,
        EvaluateTargetHealth: EvaluateTargetHealth ?? false,
        DNSName: absolute(DNSName).toLowerCase() === absolute(asked).toLowerCase() ? asked : DNSName,
      },
    };
  },
  read: ({ physicalId }) => ({ Id: physicalId }),
};
