import "server-only";
import {
  DescribeAvailabilityZonesCommand,
  DescribeImagesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeKeyPairsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { isSlipwayError } from "@/lib/errors";
import type { AwsContext } from "./client";
import { allPages, isPresent, ms } from "./pages";

export interface KeyPair {
  readonly name: string;
  readonly type?: string;
  readonly createdAt?: number;
}

export async function keyPairs(ctx: AwsContext): Promise<KeyPair[]> {
  const answer = await ctx.call("ec2:DescribeKeyPairs", () =>
    ctx.client(EC2Client).send(new DescribeKeyPairsCommand({})),
  );
  return (answer.KeyPairs ?? []).map((pair) => ({
    name: pair.KeyName ?? "",
    type: pair.KeyType,
    createdAt: ms(pair.CreateTime),
  }));
}

export interface MachineImage {
  readonly id: string;
  readonly name: string;
  readonly architecture: string;
  readonly createdAt?: number;
  readonly deprecatedAt?: number;
}

/** One machine image by id; null when it is gone or not shared with this account. */
export async function machineImage(ctx: AwsContext, imageId: string): Promise<MachineImage | null> {
  try {
    const answer = await ctx.call("ec2:DescribeImages", () =>
      ctx.client(EC2Client).send(new DescribeImagesCommand({ ImageIds: [imageId] })),
    );
    const image = answer.Images?.[0];
    if (!image) return null;
    return {
      id: image.ImageId ?? imageId,
      name: image.Name ?? "",
      architecture: image.Architecture ?? "",
      createdAt: image.CreationDate ? Date.parse(image.CreationDate) : undefined,
      deprecatedAt: image.DeprecationTime ? Date.parse(image.DeprecationTime) : undefined,
    };
  } catch (error) {
    if (isSlipwayError(error) && error.details.awsCode?.startsWith("InvalidAMIID")) return null;
    throw error;
  }
}

export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architectures: readonly string[];
  readonly currentGeneration: boolean;
}

/** The instance types of the Region, smallest first; only those named when names are given. */
export async function instanceTypes(ctx: AwsContext, names?: readonly string[]): Promise<InstanceType[]> {
  const InstanceTypes = names ? (names as never[]) : undefined;
  const found = await allPages("ec2:DescribeInstanceTypes", async (NextToken) => {
    const page = await ctx.call("ec2:DescribeInstanceTypes", () =>
      ctx.client(EC2Client).send(new DescribeInstanceTypesCommand({ InstanceTypes, NextToken })),
    );
    return { items: page.InstanceTypes ?? [], next: page.NextToken };
  });
  return found
    .map((type) => ({
      name: type.InstanceType ?? "",
      vcpus: type.VCpuInfo?.DefaultVCpus ?? 0,
      memoryMiB: type.MemoryInfo?.SizeInMiB ?? 0,
      architectures: type.ProcessorInfo?.SupportedArchitectures ?? [],
      currentGeneration: type.CurrentGeneration ?? true,
    }))
    .sort((a, b) => a.vcpus - b.vcpus || a.memoryMiB - b.memoryMiB || a.name.localeCompare(b.name));
}

/** The zones of the Region that offer an instance type; empty when none does. */
export async function zonesOffering(ctx: AwsContext, instanceType: string): Promise<string[]> {
  const offerings = await allPages("ec2:DescribeInstanceTypeOfferings", async (NextToken) => {
    const page = await ctx.call("ec2:DescribeInstanceTypeOfferings", () =>
      ctx.client(EC2Client).send(
        new DescribeInstanceTypeOfferingsCommand({
          LocationType: "availability-zone",
          Filters: [{ Name: "instance-type", Values: [instanceType] }],
          NextToken,
        }),
      ),
    );
    return { items: page.InstanceTypeOfferings ?? [], next: page.NextToken };
  });
  return offerings
    .map((offering) => offering.Location)
    .filter(isPresent)
    .sort();
}

export async function availabilityZones(ctx: AwsContext): Promise<string[]> {
  const answer = await ctx.call("ec2:DescribeAvailabilityZones", () =>
    ctx.client(EC2Client).send(new DescribeAvailabilityZonesCommand({})),
  );
  return (answer.AvailabilityZones ?? [])
    .map((zone) => zone.ZoneName)
    .filter(isPresent)
    .sort();
}
