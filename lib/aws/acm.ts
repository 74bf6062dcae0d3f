import "server-only";
import { ACMClient, ListCertificatesCommand } from "@aws-sdk/client-acm";
import type { AwsContext } from "./client";
import { allPages, ms } from "./pages";

export interface Certificate {
  readonly arn: string;
  /** Domain name and alternative names; may begin with "*.". */
  readonly names: readonly string[];
  /** ACM's own: ISSUED, PENDING_VALIDATION, EXPIRED … */
  readonly status: string;
  readonly notAfter?: number;
}

/** Every certificate of the account and Region, of every status and key type. */
export async function certificates(ctx: AwsContext): Promise<Certificate[]> {
  const found = await allPages("acm:ListCertificates", async (NextToken) => {
    const page = await ctx.call("acm:ListCertificates", () =>
      ctx.client(ACMClient).send(
        new ListCertificatesCommand({
          // Without key types only RSA_1024 and RSA_2048 are listed.
          Includes: { keyTypes: ["RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1"] },
          NextToken,
        }),
      ),
    );
    return { items: page.CertificateSummaryList ?? [], next: page.NextToken };
  });
  return found.map((certificate) => ({
    arn: certificate.CertificateArn ?? "",
    names: [
      ...new Set(
        [certificate.DomainName ?? "", ...(certificate.SubjectAlternativeNameSummaries ?? [])].filter(Boolean),
      ),
    ],
    status: certificate.Status ?? "",
    notAfter: ms(certificate.NotAfter),
  }));
}
