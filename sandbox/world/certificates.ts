import type { Kernel } from "./kernel";
import { type Place, placeKey } from "./seams";
import { stableHex } from "./stable-id";

export interface Certificate {
  readonly arn: string;
  readonly domain: string;
  readonly alternatives: readonly string[];
  readonly status: "ISSUED" | "PENDING_VALIDATION" | "EXPIRED";
  readonly keyAlgorithm: "RSA_2048" | "EC_prime256v1";
  readonly createdAt: number;
  readonly issuedAt?: number;
  readonly notBefore?: number;
  readonly notAfter?: number;
}

/**
 * The certificates every account finds: one good, one about to expire, one gone, one that waits for its DNS record, and in
 * us-east-1 one more.
 */
export interface Certificates {
  list(place: Place): readonly Certificate[];
}

const DAY = 86_400_000;

export function createCertificates(kernel: Kernel): Certificates {
  // The day their lives are counted from; kept, so that a restart does not move it.
  const began = Math.floor(kernel.slice("acm.began", () => ({ at: kernel.now() })).at / DAY) * DAY;
  return {
    list(place) {
      const made = (domain: string, status: Certificate["status"], fromDays: number, toDays: number): Certificate => {
        const hex = stableHex(32, placeKey(place), domain, status);
        const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
        return {
          arn: `arn:aws:acm:${place.region}:${place.account}:certificate/${id}`,
          domain,
          alternatives: domain.startsWith("*.") ? [domain, domain.slice(2)] : [domain],
          status,
          keyAlgorithm: "RSA_2048",
          createdAt: began + fromDays * DAY,
          ...(status === "PENDING_VALIDATION"
            ? {}
            : {
                issuedAt: began + fromDays * DAY + 600_000,
                notBefore: began + fromDays * DAY,
                notAfter: began + toDays * DAY,
              }),
        };
      };
      return [
        made("*.acme.dev", "ISSUED", -60, 138),
        made("api.acme.dev", "ISSUED", -189, 9),
        made("legacy.acme.dev", "EXPIRED", -402, -5),
        made("new.acme.dev", "PENDING_VALIDATION", -1, 0),
        // Made for CloudFront, which wants it there: of no use to a load balancer elsewhere.
        ...(place.region === "us-east-1" ? [made("cdn.acme.dev", "ISSUED", -20, 375)] : []),
      ];
    },
  };
}
