import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { instanceTypes, keyPairs, machineImage } from "@/lib/aws/ec2-catalogue";
import { ssmParameters } from "@/lib/aws/ssm";
import type { PickQuery } from "./pick";
import type { Picked } from "./types";

const MIB_PER_GIB = 1_024;

export async function pickInstanceTypes(ctx: AwsContext): Promise<Picked> {
  const found = await instanceTypes(ctx);
  return {
    options: found
      .filter((type) => type.currentGeneration)
      .map(({ name, vcpus, memoryMiB, architectures }) => ({
        value: name,
        label: name,
        detail: `${vcpus} vCPU, ${memoryMiB / MIB_PER_GIB} GiB${architectures.includes("arm64") ? ", arm64" : ""}`,
      })),
  };
}

export async function pickKeyPairs(ctx: AwsContext): Promise<Picked> {
  const found = await keyPairs(ctx);
  return {
    options: found.map(({ name, type }) => ({ value: name, label: name, detail: type })),
    note: found.length === 0 ? "This account has no key pair in this Region." : undefined,
  };
}

/**
 * The newest image that AWS's public parameter names, for the processor of the instance type. It is a fixed id: a
 * parameter that CloudFormation resolves itself would swap machines on every deployment.
 */
export async function pickMachineImages(ctx: AwsContext, query: PickQuery): Promise<Picked> {
  const [type] = query.by ? await instanceTypes(ctx, [query.by]) : [];
  const architecture = type?.architectures.includes("arm64") ? "arm64" : "x86_64";
  const parameter = query[architecture];
  if (!parameter) return { options: [], note: `The template names no machine image for ${architecture}.` };
  const id = (await ssmParameters(ctx, [parameter])).get(parameter);
  if (!id) return { options: [], note: `The public parameter ${parameter} is not there in this Region.` };
  const image = await machineImage(ctx, id).catch(() => null);
  return { options: [{ value: id, label: id, detail: `${image?.name ?? "newest"}, ${architecture}` }] };
}
