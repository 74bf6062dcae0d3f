import { INSTANCE_TYPES } from "./instance-types";
import { regionNames } from "./regions";
import { stableHex } from "./stable-id";

/** One product of the price list: what it is, and its on-demand price in US dollars. */
export interface Product {
  readonly serviceCode: string;
  readonly family: string;
  readonly sku: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly usd: number;
  readonly description: string;
}

/** When these prices were looked up, as the list's own publication date. */
export const PRICES_OF = Date.UTC(2026, 10, 20);

/** The name the price list has for a Region, and how dear it is beside us-east-1 (about: AWS prices each type on its own). */
const PLACES: Readonly<Record<string, readonly [location: string, factor: number]>> = {
  "us-east-1": ["US East (N. Virginia)", 1],
  "us-east-2": ["US East (Ohio)", 1],
  "us-west-1": ["US West (N. California)", 1.19],
  "us-west-2": ["US West (Oregon)", 1],
  "ca-central-1": ["Canada (Central)", 1.11],
  "eu-west-1": ["EU (Ireland)", 1.1],
  "eu-west-2": ["EU (London)", 1.13],
  "eu-west-3": ["EU (Paris)", 1.13],
  "eu-central-1": ["EU (Frankfurt)", 1.15],
  "eu-north-1": ["EU (Stockholm)", 1.04],
  "eu-south-1": ["EU (Milan)", 1.16],
  "ap-northeast-1": ["Asia Pacific (Tokyo)", 1.31],
  "ap-northeast-2": ["Asia Pacific (Seoul)", 1.25],
  "ap-northeast-3": ["Asia Pacific (Osaka)", 1.31],
  "ap-south-1": ["Asia Pacific (Mumbai)", 1.08],
  "ap-southeast-1": ["Asia Pacific (Singapore)", 1.27],
  "ap-southeast-2": ["Asia Pacific (Sydney)", 1.27],
  "sa-east-1": ["South America (Sao Paulo)", 1.61],
  "af-south-1": ["Africa (Cape Town)", 1.31],
};

/** us-east-1, Linux, an hour of a family's "large"; sizes are in proportion. */
const LARGE: Readonly<Record<string, number>> = {
  t2: 0.0928,
  t3: 0.0832,
  t3a: 0.0752,
  t4g: 0.0672,
  m5: 0.096,
  m5a: 0.086,
  m6i: 0.096,
  m6a: 0.0864,
  m6g: 0.077,
  m7i: 0.1008,
  m7g: 0.0816,
  c5: 0.085,
  c5a: 0.077,
  c6i: 0.085,
  c6a: 0.0765,
  c6g: 0.068,
  c7i: 0.08925,
  c7g: 0.0725,
  r5: 0.126,
  r5a: 0.113,
  r6i: 0.126,
  r6g: 0.1008,
  r7i: 0.1323,
  r7g: 0.1071,
};
const SIZE: Readonly<Record<string, number>> = {
  nano: 1 / 16,
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
  "2xlarge": 4,
  "4xlarge": 8,
};

let made: readonly Product[] | undefined;

/** The whole list, of every Region: machines, load balancers, addresses and Fargate. */
export function products(): readonly Product[] {
  made ??= regionNames().flatMap(ofRegion);
  return made;
}

function ofRegion(region: string): Product[] {
  const [location, factor] = PLACES[region] ?? [region, 1.1];
  const product = (
    serviceCode: string,
    family: string,
    usage: string,
    unit: string,
    usd: number,
    attributes: Record<string, string> = {},
  ): Product => ({
    serviceCode,
    family,
    sku: stableHex(16, serviceCode, region, usage, attributes.instanceType ?? "").toUpperCase(),
    attributes: {
      servicecode: serviceCode,
      location,
      locationType: "AWS Region",
      regionCode: region,
      usagetype: usage,
      ...attributes,
    },
    unit,
    usd: Math.round(usd * factor * 1e6) / 1e6,
    description: `$${Math.round(usd * factor * 1e6) / 1e6} per ${unit}`,
  });
  const machines = [...INSTANCE_TYPES].map(([instanceType, { vcpus, memoryMiB, architecture }]) => {
    const [family = "", size = ""] = instanceType.split(".");
    return product(
      "AmazonEC2",
      "Compute Instance",
      `BoxUsage:${instanceType}`,
      "Hrs",
      (LARGE[family] ?? 0) * (SIZE[size] ?? 0),
      {
        instanceType,
        vcpu: String(vcpus),
        memory: `${memoryMiB / 1024} GiB`,
        physicalProcessor: architecture === "arm64" ? "AWS Graviton Processor" : "Intel Xeon Processor",
        operatingSystem: "Linux",
        tenancy: "Shared",
        preInstalledSw: "NA",
        capacitystatus: "Used",
        licenseModel: "No License required",
        marketoption: "OnDemand",
        operation: "RunInstances",
      },
    );
  });
  return [
    ...machines,
    product("AWSELB", "Load Balancer-Application", "LoadBalancerUsage", "Hrs", 0.0225, {
      operation: "LoadBalancing:Application",
    }),
    product("AWSELB", "Load Balancer-Application", "LCUUsage", "LCU-Hrs", 0.008, {
      operation: "LoadBalancing:Application",
    }),
    product("AmazonVPC", "VpcPublicIPv4Address", "PublicIPv4:InUseAddress", "Hrs", 0.005 / factor, {
      group: "VPCPublicIPv4Address",
    }),
    product("AmazonVPC", "NAT Gateway", "NatGateway-Hours", "Hrs", 0.045, { operation: "NatGateway" }),
    product("AmazonECS", "Compute", "Fargate-vCPU-Hours:perCPU", "hours", 0.04048, { cputype: "perCPU" }),
    product("AmazonECS", "Compute", "Fargate-GB-Hours", "hours", 0.004445, { memorytype: "perGB" }),
    product("AmazonCloudWatch", "Data Payload", "DataProcessing-Bytes", "GB", 0.5, { operation: "PutLogEvents" }),
  ];
}
