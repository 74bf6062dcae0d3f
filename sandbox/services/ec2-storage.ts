import { AwsError, type Handlers } from "../wire/handler";
import type { Instance, Instances } from "../world/instances";
import { machineImage } from "../world/machine-images";
import type { Network } from "../world/network";
import type { Place } from "../world/seams";
import { stableHex } from "../world/stable-id";
import { byIds, matchesFilters } from "./ec2-filters";
import { page } from "./paging";

interface Machines {
  readonly network: Network;
  readonly instances: Instances;
}

/** EC2's disks and fixed addresses as far as this AWS has them: each machine's root volume, each NAT gateway's address. */
export function createEc2StorageHandlers({ network, instances }: Machines) {
  const volumes = (place: Place) =>
    instances
      .list(place)
      .filter((instance) => instance.state !== "terminated")
      .map((instance) => volumeOf(place, instance));
  const addresses = (place: Place) =>
    network.at(place).natGateways.map((nat) => {
      const id = stableHex(17, place.account, place.region, nat.natGatewayId);
      return { ...nat, allocationId: `eipalloc-${id}`, associationId: `eipassoc-${id}`, interfaceId: `eni-${id}` };
    });

  return {
    DescribeVolumes: ({ VolumeIds, Filters, MaxResults, NextToken }, ctx) => {
      const found = byIds(
        volumes(ctx),
        VolumeIds,
        (volume) => volume.id,
        (id) => new AwsError("InvalidVolume.NotFound", `The volume '${id}' does not exist.`),
      ).filter(
        matchesFilters(
          Filters,
          {
            "volume-id": (volume) => volume.id,
            "attachment.instance-id": (volume) => volume.instance.id,
            "attachment.delete-on-termination": () => true,
            "availability-zone": (volume) => volume.instance.zone,
            "volume-type": () => "gp3",
            size: (volume) => volume.sizeGiB,
            status: () => "in-use",
          },
          (volume) => volume.instance.tags,
        ),
      );
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 500);
      return {
        Volumes: items.map(({ id, instance, sizeGiB, device, snapshotId }) => ({
          VolumeId: id,
          Size: sizeGiB,
          SnapshotId: snapshotId,
          VolumeType: "gp3" as const,
          Iops: 3000,
          Throughput: 125,
          Encrypted: false,
          MultiAttachEnabled: false,
          State: "in-use" as const,
          AvailabilityZone: instance.zone,
          CreateTime: new Date(instance.launchedAt),
          Attachments: [
            {
              VolumeId: id,
              InstanceId: instance.id,
              Device: device,
              State: "attached" as const,
              AttachTime: new Date(instance.launchedAt),
              DeleteOnTermination: true,
            },
          ],
        })),
        ...(nextToken ? { NextToken: nextToken } : {}),
      };
    },

    DescribeAddresses: ({ AllocationIds, PublicIps, Filters }, ctx) => {
      const found = byIds(
        byIds(
          addresses(ctx),
          AllocationIds,
          (address) => address.allocationId,
          (id) => new AwsError("InvalidAllocationID.NotFound", `The allocation ID '${id}' does not exist`),
        ),
        PublicIps,
        (address) => address.publicIp,
        (ip) => new AwsError("InvalidAddress.NotFound", `Address '${ip}' not found.`),
      ).filter(
        matchesFilters(
          Filters,
          {
            "allocation-id": (address) => address.allocationId,
            "association-id": (address) => address.associationId,
            "public-ip": (address) => address.publicIp,
            "private-ip-address": (address) => address.privateIp,
            domain: () => "vpc",
          },
          (address) => address.tags,
        ),
      );
      return {
        Addresses: found.map((address) => ({
          AllocationId: address.allocationId,
          AssociationId: address.associationId,
          NetworkInterfaceId: address.interfaceId,
          NetworkInterfaceOwnerId: ctx.account,
          PublicIp: address.publicIp,
          PrivateIpAddress: address.privateIp,
          PublicIpv4Pool: "amazon",
          NetworkBorderGroup: ctx.region,
          Domain: "vpc" as const,
        })),
      };
    },
  } satisfies Handlers<"ec2">;
}

function volumeOf(place: Place, instance: Instance) {
  const image = machineImage(place.region, instance.imageId);
  return {
    id: `vol-0${stableHex(16, instance.id, "root")}`,
    instance,
    sizeGiB: image?.volumeGiB ?? 8,
    device: image?.rootDevice ?? "/dev/xvda",
    snapshotId: image?.snapshotId,
  };
}
