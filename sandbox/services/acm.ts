import { AwsError, type Handlers } from "../wire/handler";
import type { Certificate, Certificates } from "../world/certificates";
import { stableHex } from "../world/stable-id";
import { page } from "./paging";

/** ACM's reads: which certificates there are, and what became of each. */
export function createAcmHandlers({ certificates }: { certificates: Certificates }) {
  return {
    ListCertificates: ({ CertificateStatuses, NextToken, MaxItems }, ctx) => {
      const wanted = certificates
        .list(ctx)
        .filter(({ status }) => !CertificateStatuses?.length || CertificateStatuses.includes(status));
      const { items, nextToken } = page(wanted, NextToken, MaxItems ?? 100);
      return {
        CertificateSummaryList: items.map((certificate) => ({
          ...common(certificate),
          SubjectAlternativeNameSummaries: [...certificate.alternatives],
          InUse: false,
          HasAdditionalSubjectAlternativeNames: false,
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
    DescribeCertificate: ({ CertificateArn = "" }, ctx) => {
      const found = certificates.list(ctx).find(({ arn }) => arn === CertificateArn);
      if (!found) {
        throw new AwsError(
          "ResourceNotFoundException",
          `Could not find certificate ${CertificateArn} in account ${ctx.account}.`,
        );
      }
      return {
        Certificate: {
          ...common(found),
          SubjectAlternativeNames: [...found.alternatives],
          Subject: `CN=${found.domain}`,
          Issuer: "Amazon",
          InUseBy: [],
          DomainValidationOptions: found.alternatives.map((domain) => ({
            DomainName: domain,
            ValidationDomain: domain,
            ValidationMethod: "DNS" as const,
            ValidationStatus:
              found.status === "PENDING_VALIDATION" ? ("PENDING_VALIDATION" as const) : ("SUCCESS" as const),
            ResourceRecord: {
              Name: `_${stableHex(32, found.arn, domain)}.${domain.replace(/^\*\./, "")}.`,
              Type: "CNAME" as const,
              Value: `_${stableHex(32, domain, found.arn)}.acm-validations.aws.`,
            },
          })),
        },
      };
    },
    ListTagsForCertificate: () => ({ Tags: [] }),
  } satisfies Handlers<"acm">;
}

function common(certificate: Certificate) {
  const date = (at: number | undefined) => (at === undefined ? undefined : new Date(at));
  return {
    CertificateArn: certificate.arn,
    DomainName: certificate.domain,
    Status: certificate.status,
    Type: "AMAZON_ISSUED" as const,
    KeyAlgorithm: certificate.keyAlgorithm,
    RenewalEligibility: certificate.status === "ISSUED" ? ("ELIGIBLE" as const) : ("INELIGIBLE" as const),
    CreatedAt: date(certificate.createdAt),
    IssuedAt: date(certificate.issuedAt),
    NotBefore: date(certificate.notBefore),
    NotAfter: date(certificate.notAfter),
  };
}
