import "server-only";
import { certificates } from "@/lib/aws/acm";
import type { AwsContext } from "@/lib/aws/client";
import { hostedZones } from "@/lib/aws/route53";
import type { PickQuery } from "./pick";
import type { Picked } from "./types";

/** Certificates; one that is not issued, or does not cover the domain, cannot be chosen and says why. */
export async function pickCertificates(ctx: AwsContext, { covers }: PickQuery): Promise<Picked> {
  const found = await certificates(ctx);
  return {
    options: found.map(({ arn, names, status, notAfter }) => {
      const shown = names[0] ?? arn;
      const until = notAfter ? `until ${new Date(notAfter).toISOString().slice(0, 10)}` : "";
      const fits = !covers || names.some((name) => covered(covers, name));
      return {
        value: arn,
        label: names.length > 1 ? `${shown} and ${names.length - 1} more` : shown,
        detail: [status, until].filter(Boolean).join(", "),
        disabled: status !== "ISSUED" ? `Status ${status}` : fits ? undefined : `Does not cover ${covers}`,
      };
    }),
    note: found.length === 0 ? "This account has no certificate in this Region." : undefined,
  };
}

/** A wildcard stands for exactly one label. */
export function covered(domain: string, name: string): boolean {
  const [wanted, pattern] = [domain.toLowerCase().replace(/\.$/, ""), name.toLowerCase()];
  if (!pattern.startsWith("*.")) return wanted === pattern;
  const dot = wanted.indexOf(".");
  return dot > 0 && wanted.slice(dot) === pattern.slice(1);
}

export async function pickHostedZones(ctx: AwsContext): Promise<Picked> {
  const found = await hostedZones(ctx);
  return {
    options: found.map(({ id, name, private: isPrivate }) => ({
      value: id,
      label: name,
      detail: isPrivate ? `${id}, private` : id,
    })),
    note: found.length === 0 ? "This account has no hosted zone." : undefined,
  };
}

/** Names to start from: the zone's own, and an `api` under it. */
export async function pickDomains(ctx: AwsContext, { zone }: PickQuery): Promise<Picked> {
  const found = (await hostedZones(ctx)).find(({ id }) => id === zone);
  if (!found) return { options: [], note: "Choose the hosted zone first." };
  const names = [`api.${found.name}`, found.name];
  return { options: names.map((value) => ({ value, label: value })) };
}
