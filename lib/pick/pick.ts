import "server-only";
import type { AwsContext } from "@/lib/aws/client";
import { SlipwayError } from "@/lib/errors";
import { pickCertificates, pickDomains, pickHostedZones } from "./dns";
import { pickRegistries, pickRepositories, pickTags } from "./images";
import { pickInstanceTypes, pickKeyPairs, pickMachineImages } from "./machines";
import { pickSecurityGroups, pickSubnets, pickVpcs } from "./network";
import type { Picked } from "./types";
import { pickZones } from "./zones";

/** `query` holds what the choices depend on, by the picker's own keys (`lib/templates/types`, Picker). */
export type PickQuery = Readonly<Record<string, string | undefined>>;

const KINDS: Readonly<Record<string, (ctx: AwsContext, query: PickQuery) => Promise<Picked>>> = {
  registry: pickRegistries,
  imageRepository: pickRepositories,
  imageTag: pickTags,
  vpc: pickVpcs,
  subnet: pickSubnets,
  subnets: pickSubnets,
  securityGroup: pickSecurityGroups,
  securityGroups: pickSecurityGroups,
  zone: pickZones,
  instanceType: pickInstanceTypes,
  keyPair: pickKeyPairs,
  certificate: pickCertificates,
  hostedZone: pickHostedZones,
  domain: pickDomains,
  ami: pickMachineImages,
};

/** A field's choices, read from AWS. Rejects with AWS's own answer when that refuses. */
export function pick(ctx: AwsContext, kind: string, query: PickQuery): Promise<Picked> {
  const read = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!read) throw new SlipwayError("invalid_input", `There is no list of "${kind}" to choose from.`);
  return read(ctx, query);
}
