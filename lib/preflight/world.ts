import "server-only";
import { certificates } from "@/lib/aws/acm";
import type { AwsContext } from "@/lib/aws/client";
import { describeStack } from "@/lib/aws/cloudformation";
import { keyPairs, machineImage, zonesOffering } from "@/lib/aws/ec2-catalogue";
import { subnets } from "@/lib/aws/ec2-network";
import { registryImage } from "@/lib/aws/ecr";
import { deniedActions, simulatedPrincipal } from "@/lib/aws/iam";
import { logGroup } from "@/lib/aws/logs";
import { hostedZones, recordsOf } from "@/lib/aws/route53";
import { callerIdentity } from "@/lib/aws/sts";
import { manifestArchitecture } from "@/lib/templates/architecture";
import { ecrRegistry } from "@/lib/templates/image";
import type { Architecture } from "@/lib/templates/types";
import type { ImageFact, PreflightWorld } from "./types";

/** The checks' questions, answered by one account and Region. */
export function awsWorld(ctx: AwsContext): PreflightWorld {
  return {
    stack: (name) => describeStack(ctx, name),
    logGroup: (name) => logGroup(ctx, name),
    image: (registry, name, reference) => image(ctx, registry, name, reference),
    async subnets(vpcId) {
      const found = await subnets(ctx, vpcId);
      return found.length > 0 ? found : null;
    },
    keyPairs: async () => (await keyPairs(ctx)).map(({ name }) => name),
    certificates: () => certificates(ctx),
    hostedZones: () => hostedZones(ctx),
    records: (zoneId, name) => recordsOf(ctx, zoneId, name),
    machineImage: (imageId) => machineImage(ctx, imageId),
    zonesOffering: (type) => zonesOffering(ctx, type),
    async permissions(actions) {
      const principal = simulatedPrincipal((await callerIdentity(ctx)).arn);
      if (!principal) return undefined;
      return {
        principal: principal.arn,
        denied: principal.root ? [] : await deniedActions(ctx, principal.arn, actions),
      };
    },
  };
}

/** Only this account's ECR in this Region is looked into; of any other registry nothing is known. */
async function image(ctx: AwsContext, registry: string, name: string, reference: string) {
  const ecr = ecrRegistry(registry);
  if (ecr?.region !== ctx.region) return undefined;
  if ((await callerIdentity(ctx)).accountId !== ecr.account) return undefined;
  const found = await registryImage(ctx, name, reference);
  if (!found) return null;
  const fact: ImageFact = {
    digest: found.digest,
    pushedAt: found.pushedAt,
    architectures: found.platforms.map(manifestArchitecture).filter(isKnown),
  };
  return fact;
}

const isKnown = (name: string): name is Architecture => name === "x86_64" || name === "arm64";
