import "server-only";
import { certificates } from "@/lib/aws/acm";
import type { AwsContext } from "@/lib/aws/client";
import { describeStack } from "@/lib/aws/cloudformation";
import { instanceTypes, keyPairs, machineImage, zonesOffering } from "@/lib/aws/ec2-catalogue";
import { subnets } from "@/lib/aws/ec2-network";
import { deniedActions, simulatedPrincipal } from "@/lib/aws/iam";
import { logGroup } from "@/lib/aws/logs";
import { hostedZones, recordsOf } from "@/lib/aws/route53";
import { serviceQuota } from "@/lib/aws/service-quotas";
import { callerIdentity } from "@/lib/aws/sts";
import { lookUpEcrImage, lookUpPublicImage } from "@/lib/registries/look-up";
import type { Registries } from "@/lib/registries/types";
import { manifestArchitecture } from "@/lib/templates/architecture";
import { ecrRegistry } from "@/lib/templates/image";
import type { Architecture } from "@/lib/templates/types";
import type { PreflightWorld } from "./types";

/** The checks' questions, answered by one account and Region; public registries where they may be asked. */
export function awsWorld(ctx: AwsContext, registries: Registries = {}): PreflightWorld {
  let known: ReturnType<typeof callerIdentity> | undefined;
  const identity = () => {
    known ??= callerIdentity(ctx);
    return known;
  };
  return {
    stack: (name) => describeStack(ctx, name),
    logGroup: (name) => logGroup(ctx, name),
    async image(registry, name, reference) {
      const ecr = ecrRegistry(registry);
      const isOwn = ecr?.region === ctx.region && (await identity()).accountId === ecr.account;
      if (ecr && !isOwn) return undefined;
      const found = isOwn
        ? await lookUpEcrImage(ctx, registries, name, reference)
        : await lookUpPublicImage(registries, registry, name, reference);
      if (!found || found === "private") return found;
      const { platforms, ...fact } = found;
      return { ...fact, architectures: platforms.map(manifestArchitecture).filter(isKnown) };
    },
    async subnets(vpcId) {
      const found = await subnets(ctx, vpcId);
      return found.length > 0 ? found : null;
    },
    keyPairs: async () => (await keyPairs(ctx)).map(({ name }) => name),
    certificates: () => certificates(ctx),
    hostedZones: () => hostedZones(ctx),
    records: (zoneId, name) => recordsOf(ctx, zoneId, name),
    machineImage: (imageId) => machineImage(ctx, imageId),
    async instanceType(name) {
      const [found] = await instanceTypes(ctx, [name]);
      return found ?? null;
    },
    quota: (service, code) => serviceQuota(ctx, service, code),
    zonesOffering: (type) => zonesOffering(ctx, type),
    async permissions(actions) {
      const principal = simulatedPrincipal((await identity()).arn);
      if (!principal) return undefined;
      return {
        principal: principal.arn,
        denied: principal.root ? [] : await deniedActions(ctx, principal.arn, actions),
      };
    },
  };
}

const isKnown = (name: string): name is Architecture => name === "x86_64" || name === "arm64";
