import { expect, it } from "vitest";
import { CERTIFICATE, checkTable, NOW } from "../test-sample";
import { covers } from "./certificate";

const tls = { enableTls: "true", acmCertificateArn: CERTIFICATE };
const dns = { enableDns: "true", route53ZoneId: "Z1", url: "orders.acme.dev" };
const DAY = 86_400_000;
const certificate = (extra: object) => ({
  certificates: async () => [{ arn: CERTIFICATE, names: ["*.acme.dev"], status: "ISSUED", ...extra }],
});

checkTable("certificate", [
  [
    "a certificate",
    { ...tls, ...dns },
    {},
    { status: "pass", evidence: /\*\.acme\.dev, us-east-1, issued, 211 days left/ },
  ],
  [
    "a certificate of another Region",
    { ...tls, acmCertificateArn: CERTIFICATE.replace("us-east-1", "eu-west-1") },
    {},
    { status: "fail", evidence: /in eu-west-1/ },
  ],
  ["no certificate", tls, { certificates: async () => [] }, { status: "fail", evidence: /does not have it/ }],
  [
    "a pending certificate",
    tls,
    certificate({ status: "PENDING_VALIDATION" }),
    { status: "fail", evidence: /PENDING_VALIDATION/ },
  ],
  ["an expired certificate", tls, certificate({ notAfter: NOW - 3 * DAY }), { status: "fail", evidence: /3 days ago/ }],
  [
    "a certificate that ends soon",
    { ...tls, ...dns },
    certificate({ notAfter: NOW + 9 * DAY }),
    { status: "warn", evidence: /9 days left/ },
  ],
  [
    "a certificate for others",
    { ...tls, ...dns, url: "a.b.acme.dev" },
    {},
    { status: "fail", evidence: /covers \*\.acme\.dev/ },
  ],
  ["a certificate without a domain", tls, {}, { status: "warn", evidence: /browsers warn/ }],
]);

it.each([
  ["*.acme.dev", "orders.acme.dev", true],
  ["*.acme.dev", "ORDERS.ACME.DEV", true],
  ["*.acme.dev", "acme.dev", false],
  ["*.acme.dev", "a.b.acme.dev", false],
  ["*.acme.dev", "ordersacme.dev", false],
  ["orders.acme.dev", "orders.acme.dev", true],
])("a certificate for %s and %s", (pattern, name, expected) => {
  expect(covers(pattern, name)).toBe(expected);
});
