import "server-only";
import { ListHostedZonesCommand, ListResourceRecordSetsCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { AwsContext } from "./client";
import { allPages } from "./pages";

export interface HostedZone {
  readonly id: string;
  /** Without the final dot. */
  readonly name: string;
  readonly private: boolean;
}

const undotted = (name: string) => name.replace(/\.$/, "");

export async function hostedZones(ctx: AwsContext): Promise<HostedZone[]> {
  const found = await allPages("route53:ListHostedZones", async (Marker) => {
    const page = await ctx.call("route53:ListHostedZones", () =>
      ctx.client(Route53Client).send(new ListHostedZonesCommand({ Marker })),
    );
    return { items: page.HostedZones ?? [], next: page.IsTruncated ? page.NextMarker : undefined };
  });
  return found.map((zone) => ({
    id: (zone.Id ?? "").replace(/^\/hostedzone\//, ""),
    name: undotted(zone.Name ?? ""),
    private: zone.Config?.PrivateZone ?? false,
  }));
}

export interface DnsRecord {
  readonly type: string;
  readonly target?: string;
}

/** The records of one exact name in a zone. Records are listed in order, so they are the first ones from the name on. */
export async function recordsOf(ctx: AwsContext, zoneId: string, name: string): Promise<DnsRecord[]> {
  const wanted = undotted(name).toLowerCase();
  const page = await ctx.call("route53:ListResourceRecordSets", () =>
    ctx
      .client(Route53Client)
      .send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: `${wanted}.` })),
  );
  return (page.ResourceRecordSets ?? [])
    .filter((set) => undotted(set.Name ?? "").toLowerCase() === wanted)
    .map((set) => ({
      type: set.Type ?? "",
      target: set.AliasTarget?.DNSName ? undotted(set.AliasTarget.DNSName) : set.ResourceRecords?.[0]?.Value,
    }));
}
