import type { _InstanceType } from "@aws-sdk/client-ec2";
import { AwsError, type Handlers } from "../wire/handler";
import { INSTANCE_TYPES, isOffered } from "../world/instance-types";
import { machineImages } from "../world/machine-images";
import type { Network } from "../world/network";
import { needsOptIn, regionNames, zonesOf } from "../world/regions";
import { byIds, matchesFilters } from "./ec2-filters";
import { page } from "./paging";

const TYPES = [...INSTANCE_TYPES].map(([name, type]) => ({
  name,
  vcpus: type.vcpus,
  memoryMiB: type.memoryMiB,
  architecture: type.architecture === "arm64" ? ("arm64" as const) : ("x86_64" as const),
  burstable: name.startsWith("t"),
}));

/** EC2's catalogues: machine images, instance types, zones and Regions, and the account's key pairs. */
export function createEc2CatalogueHandlers({ network }: { network: Network }) {
  return {
    DescribeImages: ({ ImageIds, Owners, Filters, MaxResults, NextToken, IncludeDeprecated: _deprecated }, ctx) => {
      const found = byIds(
        machineImages(ctx.region),
        ImageIds,
        (image) => image.imageId,
        (id) =>
          /^ami-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id)
            ? new AwsError("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`)
            : new AwsError("InvalidAMIID.Malformed", `Invalid id: "${id}" (expecting "ami-...")`),
      )
        .filter((image) => !Owners?.length || Owners.includes(image.ownerAlias) || Owners.includes(image.ownerId))
        .filter(
          matchesFilters(Filters, {
            "image-id": (image) => image.imageId,
            name: (image) => image.name,
            architecture: (image) => image.architecture,
            description: (image) => image.description,
            "owner-id": (image) => image.ownerId,
            "owner-alias": (image) => image.ownerAlias,
            "root-device-type": () => "ebs",
            "virtualization-type": () => "hvm",
            "image-type": () => "machine",
            "is-public": () => true,
            state: () => "available",
          }),
        );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 1000);
      return {
        Images: items.map((image) => ({
          ImageId: image.imageId,
          Name: image.name,
          Description: image.description,
          Architecture: image.architecture,
          CreationDate: image.createdAt,
          DeprecationTime: image.deprecatedAt,
          OwnerId: image.ownerId,
          ImageOwnerAlias: image.ownerAlias,
          ImageLocation: `amazon/${image.name}`,
          ImageType: "machine" as const,
          PlatformDetails: "Linux/UNIX",
          UsageOperation: "RunInstances",
          Public: true,
          State: "available" as const,
          Hypervisor: "xen" as const,
          VirtualizationType: "hvm" as const,
          EnaSupport: true,
          SriovNetSupport: "simple",
          ImdsSupport: image.platform === "al2023" ? ("v2.0" as const) : undefined,
          RootDeviceName: image.rootDevice,
          RootDeviceType: "ebs" as const,
          BlockDeviceMappings: [
            {
              DeviceName: image.rootDevice,
              Ebs: {
                SnapshotId: image.snapshotId,
                VolumeSize: image.volumeGiB,
                VolumeType: "gp3" as const,
                DeleteOnTermination: true,
                Encrypted: false,
              },
            },
          ],
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    DescribeInstanceTypes: ({ InstanceTypes, Filters, MaxResults, NextToken }) => {
      const found = byIds(
        TYPES,
        InstanceTypes,
        (type) => type.name,
        (name) => new AwsError("InvalidInstanceType", `The following supplied instance types do not exist: [${name}]`),
      ).filter(
        matchesFilters(Filters, {
          "instance-type": (type) => type.name,
          "processor-info.supported-architecture": (type) => type.architecture,
          "burstable-performance-supported": (type) => type.burstable,
          "current-generation": () => true,
          "vcpu-info.default-vcpus": (type) => type.vcpus,
          "memory-info.size-in-mib": (type) => type.memoryMiB,
          "bare-metal": () => false,
          hypervisor: () => "nitro",
        }),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 100);
      return {
        InstanceTypes: items.map((type) => ({
          // The SDK's union of type names; every name of the table is one of them.
          InstanceType: type.name as _InstanceType,
          CurrentGeneration: true,
          FreeTierEligible: type.name === "t3.micro" || type.name === "t4g.small",
          SupportedUsageClasses: ["on-demand" as const, "spot" as const],
          SupportedRootDeviceTypes: ["ebs" as const],
          SupportedVirtualizationTypes: ["hvm" as const],
          BareMetal: false,
          Hypervisor: "nitro" as const,
          ProcessorInfo: { SupportedArchitectures: [type.architecture] },
          VCpuInfo: { DefaultVCpus: type.vcpus },
          MemoryInfo: { SizeInMiB: type.memoryMiB },
          NetworkInfo: { MaximumNetworkInterfaces: type.vcpus > 2 ? 4 : 3, Ipv6Supported: true },
          InstanceStorageSupported: false,
          BurstablePerformanceSupported: type.burstable,
          AutoRecoverySupported: true,
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    DescribeInstanceTypeOfferings: ({ LocationType, Filters, MaxResults, NextToken }, ctx) => {
      const locations =
        LocationType === "availability-zone" || LocationType === "availability-zone-id"
          ? zonesOf(ctx.region).map((zone) => ({
              location: LocationType === "availability-zone" ? zone.name : zone.id,
              has: (type: { name: string }) => isOffered(type.name, zone.name),
            }))
          : [{ location: ctx.region, has: () => true }];
      const found = locations
        .flatMap(({ location, has }) => TYPES.filter(has).map(({ name }) => ({ name, location })))
        .filter(
          matchesFilters(Filters, { "instance-type": (offer) => offer.name, location: (offer) => offer.location }),
        );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 1000);
      return {
        InstanceTypeOfferings: items.map(({ name, location }) => ({
          InstanceType: name as _InstanceType,
          LocationType: LocationType ?? ("region" as const),
          Location: location,
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },

    DescribeAvailabilityZones: ({ ZoneNames, ZoneIds, Filters }, ctx) => {
      const zones = byIds(
        zonesOf(ctx.region),
        ZoneNames,
        (zone) => zone.name,
        (name) => new AwsError("InvalidParameterValue", `Invalid availability zone: [${name}]`),
      ).filter(
        matchesFilters(Filters, {
          "zone-name": (zone) => zone.name,
          "zone-id": (zone) => zone.id,
          "region-name": () => ctx.region,
          "zone-type": () => "availability-zone",
          "opt-in-status": () => "opt-in-not-required",
          state: () => "available",
        }),
      );
      return {
        AvailabilityZones: zones
          .filter((zone) => !ZoneIds?.length || ZoneIds.includes(zone.id))
          .map((zone) => ({
            ZoneName: zone.name,
            ZoneId: zone.id,
            RegionName: ctx.region,
            GroupName: ctx.region,
            NetworkBorderGroup: ctx.region,
            ZoneType: "availability-zone",
            OptInStatus: "opt-in-not-required" as const,
            State: "available" as const,
            Messages: [],
          })),
      };
    },

    DescribeRegions: ({ RegionNames, AllRegions, Filters }) => {
      const status = (region: string) => (needsOptIn(region) ? "not-opted-in" : "opt-in-not-required");
      const endpoint = (region: string) => `ec2.${region}.amazonaws.com`;
      const found = byIds(
        regionNames(),
        RegionNames,
        (region) => region,
        (region) => new AwsError("InvalidParameterValue", `Invalid region: ${region}`),
      ).filter(matchesFilters(Filters, { "region-name": (region) => region, "opt-in-status": status, endpoint }));
      return {
        Regions: found
          .filter((region) => AllRegions || !needsOptIn(region))
          .map((region) => ({ RegionName: region, Endpoint: endpoint(region), OptInStatus: status(region) })),
      };
    },

    DescribeKeyPairs: ({ KeyNames, KeyPairIds, Filters }, ctx) => {
      const pairs = byIds(
        byIds(
          network.at(ctx).keyPairs,
          KeyNames,
          (pair) => pair.name,
          (name) => new AwsError("InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`),
        ),
        KeyPairIds,
        (pair) => pair.keyPairId,
        (id) => new AwsError("InvalidKeyPair.NotFound", `The key pair '${id}' does not exist`),
      ).filter(
        matchesFilters(Filters, {
          "key-name": (pair) => pair.name,
          "key-pair-id": (pair) => pair.keyPairId,
          fingerprint: (pair) => pair.fingerprint,
        }),
      );
      return {
        KeyPairs: pairs.map((pair) => ({
          KeyName: pair.name,
          KeyPairId: pair.keyPairId,
          KeyType: pair.type,
          KeyFingerprint: pair.fingerprint,
          CreateTime: new Date("2026-01-12T09:41:00Z"),
          Tags: [],
        })),
      };
    },

    DescribeAccountAttributes: ({ AttributeNames }) => {
      const attributes: Record<string, string[]> = {
        "supported-platforms": ["VPC"],
        "default-vpc": ["none"],
        "max-instances": ["20"],
        "vpc-max-security-groups-per-interface": ["5"],
        "max-elastic-ips": ["5"],
        "vpc-max-elastic-ips": ["5"],
      };
      return {
        AccountAttributes: Object.entries(attributes)
          .filter(([name]) => !AttributeNames?.length || AttributeNames.some((wanted) => wanted === name))
          .map(([AttributeName, values]) => ({
            AttributeName,
            AttributeValues: values.map((AttributeValue) => ({ AttributeValue })),
          })),
      };
    },
  } satisfies Handlers<"ec2">;
}
