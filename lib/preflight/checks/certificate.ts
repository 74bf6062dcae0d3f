import { fieldFor, filled, present } from "../fields";
import type { Check, PreflightInput } from "../types";

const DAY_MS = 86_400_000;
/** ACM renews its own certificates 60 days before the end; one with less is not being renewed in time. */
const SOON_DAYS = 30;

const certificateField = (input: PreflightInput) => fieldFor(input, "certificate");
const domainField = (input: PreflightInput) => fieldFor(input, "domain");

/** `*.acme.dev` covers one label: `orders.acme.dev`, neither `acme.dev` nor `a.b.acme.dev` [RFC 6125]. */
export function covers(pattern: string, name: string): boolean {
  const [wanted, host] = [pattern.toLowerCase(), name.toLowerCase()];
  if (!wanted.startsWith("*.")) return wanted === host;
  const dot = host.indexOf(".");
  return dot > 0 && host.slice(dot) === wanted.slice(1);
}

/** The certificate is in this Region, issued, lasts, and covers the domain name. */
export const certificate: Check = {
  id: "certificate",
  title: "Certificate",
  fields: (input) => present(certificateField(input)?.name, domainField(input)?.name),
  applies: (input) => filled(input, certificateField(input)?.name) !== undefined,
  async run(input, world) {
    const arn = filled(input, certificateField(input)?.name) ?? "";
    const region = arn.split(":")[3];
    if (region !== input.place.region) {
      return {
        status: "fail",
        title: "Certificate of another Region",
        evidence: `It is in ${region ?? "no Region"}; the load balancer is in ${input.place.region}.`,
      };
    }
    const found = (await world.certificates()).find((one) => one.arn === arn);
    if (!found) return { status: "fail", title: "No such certificate", evidence: `ACM in ${region} does not have it.` };
    const names = found.names.slice(0, 4).join(", ");
    if (found.status !== "ISSUED") {
      return { status: "fail", title: "Certificate not issued", evidence: `${names} is ${found.status}.` };
    }
    const days = found.notAfter === undefined ? undefined : Math.floor((found.notAfter - input.now) / DAY_MS);
    if (days !== undefined && days < 0) {
      return { status: "fail", title: "Certificate has expired", evidence: `${names}, ${-days} days ago.` };
    }
    const left = days === undefined ? "" : `, ${days} days left`;
    const domain = filled(input, domainField(input)?.name);
    if (domain !== undefined && !found.names.some((name) => covers(name, domain))) {
      return { status: "fail", title: `Certificate does not cover ${domain}`, evidence: `It covers ${names}.` };
    }
    if (days !== undefined && days < SOON_DAYS) {
      return { status: "warn", title: "Certificate ends soon", evidence: `${names}${left}.` };
    }
    return domain === undefined
      ? {
          status: "warn",
          title: "Certificate without a domain",
          evidence: `It covers ${names}${left}; without such a name browsers warn their users.`,
        }
      : { status: "pass", title: `Certificate covers ${domain}`, evidence: `${names}, ${region}, issued${left}.` };
  },
};
