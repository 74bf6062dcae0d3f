import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import { stableHex } from "./stable-id";

export interface RecordSet {
  /** With the closing dot. */
  readonly name: string;
  readonly type: string;
  readonly setIdentifier?: string | undefined;
  readonly ttl?: number | undefined;
  readonly values: readonly string[];
  readonly alias?: { readonly dnsName: string; readonly zoneId: string; readonly evaluateHealth: boolean } | undefined;
  readonly weight?: number | undefined;
}

export interface HostedZone {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  records: RecordSet[];
}

export interface RecordChange {
  readonly action: "CREATE" | "UPSERT" | "DELETE";
  readonly record: RecordSet;
}

interface Change {
  readonly id: string;
  readonly submittedAt: number;
  status: "PENDING" | "INSYNC";
}

interface Kept {
  zones: HostedZone[];
  changes: Change[];
}

export type Dns = ReturnType<typeof createDns>;
type ChangeRef = { account: string; id: string };

/** A change reaches all name servers in about half a minute. */
const IN_SYNC_AFTER = 30_000;

/** Route 53: every account has the zones acme.dev and acme-internal.dev (private). Throws Route 53's errors. */
export function createDns(kernel: Kernel) {
  const home = kernel.slice<Record<string, Kept>>("route53", () => ({}));
  const of = (account: string): Kept => {
    home[account] ??= {
      zones: [zone(account, "acme.dev.", false), zone(account, "acme-internal.dev.", true)],
      changes: [],
    };
    return home[account];
  };
  const find = (account: string, id: string): HostedZone => {
    const plain = id.replace(/^\/hostedzone\//, "");
    const found = of(account).zones.find((known) => known.id === plain);
    if (!found) throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${plain}`, 404);
    return found;
  };

  kernel.on<ChangeRef>("route53.insync", ({ account, id }) => {
    const change = of(account).changes.find((known) => known.id === id);
    if (change) change.status = "INSYNC";
  });

  return {
    zone: find,
    zones: (account: string): readonly HostedZone[] => of(account).zones,
    /** In the order Route 53 lists: by name from the right, then by type. */
    records: (account: string, id: string): RecordSet[] => [...find(account, id).records].sort(byReversedName),

    /** All of the changes or none. */
    change(account: string, id: string, changes: readonly RecordChange[]): Change {
      const changed = find(account, id);
      let records = changed.records;
      const complaints: string[] = [];
      for (const { action, record } of changes) {
        const at = records.findIndex((known) => isSame(known, record));
        const text = `[Tried to ${action === "CREATE" ? "create" : "delete"} resource record set [name='${record.name}', type='${record.type}'] but it`;
        if (action === "CREATE" && at >= 0) complaints.push(`${text} already exists]`);
        else if (action === "DELETE" && at < 0) complaints.push(`${text} was not found]`);
        else if (!`.${record.name}`.endsWith(`.${changed.name}`)) {
          complaints.push(`[RRSet with DNS name ${record.name} is not permitted in zone ${changed.name}]`);
        } else {
          const clash = action === "DELETE" ? undefined : conflict(changed.name, records, record);
          if (clash) complaints.push(clash);
          records = records.filter((_, index) => index !== at);
          if (action !== "DELETE") records = [...records, record];
        }
      }
      if (complaints.length > 0) throw new AwsError("InvalidChangeBatch", complaints.join(", "));
      changed.records = records;
      const made: Change = {
        id: `C${kernel.alphanumeric(20).toUpperCase()}`,
        submittedAt: kernel.now(),
        status: "PENDING",
      };
      of(account).changes = [...of(account).changes.slice(-99), made];
      kernel.schedule("route53.insync", kernel.wait(IN_SYNC_AFTER), { account, id: made.id } satisfies ChangeRef);
      return made;
    },
    changeStatus(account: string, id: string): Change {
      const plain = id.replace(/^\/change\//, "");
      const found = of(account).changes.find((known) => known.id === plain);
      if (!found) throw new AwsError("NoSuchChange", `A change with id ${plain} does not exist.`, 404);
      return found;
    },
  };
}

/** Why a record cannot stand beside those of its name: a CNAME tolerates no other type, and none at the zone's top. */
function conflict(zoneName: string, records: readonly RecordSet[], { name, type }: RecordSet): string | undefined {
  if (type === "CNAME" && name === zoneName)
    return `[RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zoneName}]`;
  const others = records.filter((known) => known.name === name && known.type !== type);
  if (type === "CNAME" && others.length > 0)
    return `[RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zoneName}]`;
  if (others.some((known) => known.type === "CNAME"))
    return `[RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zoneName}]`;
  return undefined;
}

const isSame = (a: RecordSet, b: RecordSet): boolean =>
  a.name === b.name && a.type === b.type && a.setIdentifier === b.setIdentifier;

function byReversedName(a: RecordSet, b: RecordSet): number {
  const key = ({ name, type }: RecordSet) => `${name.split(".").reverse().join(".")} ${type}`;
  return key(a) < key(b) ? -1 : 1;
}

function zone(account: string, name: string, isPrivate: boolean): HostedZone {
  const id = `Z0${stableHex(18, account, name).toUpperCase()}`;
  const servers = [
    "ns-1234.awsdns-26.org.",
    "ns-2001.awsdns-58.co.uk.",
    "ns-512.awsdns-00.net.",
    "ns-42.awsdns-05.com.",
  ];
  return {
    id,
    name,
    isPrivate,
    records: [
      { name, type: "NS", ttl: 172_800, values: servers },
      {
        name,
        type: "SOA",
        ttl: 900,
        values: [`${servers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`],
      },
      // What a launch under these names would clash with.
      ...(isPrivate
        ? []
        : [
            { name: `www.${name}`, type: "CNAME", ttl: 300, values: ["acme.dev."] },
            { name: `shop.${name}`, type: "A", ttl: 300, values: ["203.0.113.40"] },
          ]),
    ],
  };
}
