import type { ResourceRecordSet, RRType } from "@aws-sdk/client-route-53";
import { AwsError, type Handlers } from "../wire/handler";
import type { Dns, HostedZone, RecordSet } from "../world/dns";

/** Route 53: hosted zones and their record sets. Global: an account has them in every Region. */
export function createRoute53Handlers({ dns }: { dns: Dns }) {
  return {
    ListHostedZones: ({ Marker, MaxItems }, { account }) => {
      const all = dns.zones(account);
      const start = Math.max(
        0,
        all.findIndex((zone) => zone.id === Marker),
      );
      const size = MaxItems ?? 100;
      const next = all[start + size];
      return {
        HostedZones: all.slice(start, start + size).map(zoneView),
        IsTruncated: next !== undefined,
        MaxItems: size,
        Marker,
        ...(next === undefined ? {} : { NextMarker: next.id }),
      };
    },
    ListHostedZonesByName: ({ DNSName, MaxItems }, { account }) => {
      const wanted = DNSName === undefined ? "" : absolute(DNSName);
      const sorted = [...dns.zones(account)].sort((a, b) => (a.name < b.name ? -1 : 1));
      const size = MaxItems ?? 100;
      const found = sorted.filter((zone) => zone.name >= wanted);
      return {
        HostedZones: found.slice(0, size).map(zoneView),
        IsTruncated: found.length > size,
        MaxItems: size,
        ...(DNSName === undefined ? {} : { DNSName }),
      };
    },
    GetHostedZone: ({ Id = "" }, { account }) => {
      const zone = dns.zone(account, Id);
      const servers = zone.records.find((record) => record.type === "NS")?.values ?? [];
      return {
        HostedZone: zoneView(zone),
        ...(zone.isPrivate ? {} : { DelegationSet: { NameServers: servers.map((name) => name.replace(/\.$/, "")) } }),
      };
    },
    ListResourceRecordSets: ({ HostedZoneId = "", StartRecordName, StartRecordType, MaxItems }, { account }) => {
      const all = dns.records(account, HostedZoneId);
      const wanted = StartRecordName === undefined ? undefined : absolute(StartRecordName);
      const at = all.findIndex(
        (record) => record.name === wanted && (StartRecordType === undefined || record.type === StartRecordType),
      );
      const start = wanted === undefined ? 0 : at < 0 ? all.length : at;
      const size = Math.min(MaxItems ?? 300, 300);
      const next = all[start + size];
      return {
        ResourceRecordSets: all.slice(start, start + size).map(recordView),
        IsTruncated: next !== undefined,
        MaxItems: size,
        ...(next === undefined ? {} : { NextRecordName: next.name, NextRecordType: next.type as RRType }),
      };
    },
    ChangeResourceRecordSets: ({ HostedZoneId = "", ChangeBatch }, { account }) => {
      const changes = (ChangeBatch?.Changes ?? []).map(({ Action, ResourceRecordSet: record }) => {
        if (!Action || !record) throw new AwsError("InvalidInput", "Action and ResourceRecordSet are required.");
        return { action: Action, record: readRecord(record) };
      });
      const change = dns.change(account, HostedZoneId, changes);
      return {
        ChangeInfo: { Id: `/change/${change.id}`, Status: change.status, SubmittedAt: new Date(change.submittedAt) },
      };
    },
    GetChange: ({ Id = "" }, { account }) => {
      const change = dns.changeStatus(account, Id);
      return {
        ChangeInfo: { Id: `/change/${change.id}`, Status: change.status, SubmittedAt: new Date(change.submittedAt) },
      };
    },
  } satisfies Handlers<"route53">;
}

const absolute = (name: string): string => (name.endsWith(".") ? name : `${name}.`).toLowerCase();

function zoneView(zone: HostedZone) {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.id,
    Config: { PrivateZone: zone.isPrivate },
    ResourceRecordSetCount: zone.records.length,
  };
}

function recordView(record: RecordSet): ResourceRecordSet {
  return {
    Name: record.name,
    // The SDK's union of record types; what was put is given back.
    Type: record.type as RRType,
    ...(record.setIdentifier === undefined ? {} : { SetIdentifier: record.setIdentifier }),
    ...(record.weight === undefined ? {} : { Weight: record.weight }),
    ...(record.alias === undefined
      ? { TTL: record.ttl, ResourceRecords: record.values.map((Value) => ({ Value })) }
      : {
          AliasTarget: {
            HostedZoneId: record.alias.zoneId,
            DNSName: record.alias.dnsName,
            EvaluateTargetHealth: record.alias.evaluateHealth,
          },
        }),
  };
}

function readRecord({ Name = "", Type = "A", AliasTarget, ...more }: ResourceRecordSet): RecordSet {
  return {
    name: absolute(Name),
    type: Type,
    setIdentifier: more.SetIdentifier,
    weight: more.Weight,
    ttl: more.TTL,
    values: (more.ResourceRecords ?? []).map(({ Value = "" }) => Value),
    alias: AliasTarget && {
      dnsName: absolute(AliasTarget.DNSName ?? ""),
      zoneId: AliasTarget.HostedZoneId ?? "",
      evaluateHealth: AliasTarget.EvaluateTargetHealth ?? false,
    },
  };
}
