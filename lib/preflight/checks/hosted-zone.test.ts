import { checkTable } from "../test-sample";

const dns = { enableDns: "true", route53ZoneId: "Z1", url: "orders.acme.dev" };

checkTable("hosted-zone", [
  ["a free domain", dns, {}, { status: "pass", evidence: /orders\.acme\.dev is free in acme\.dev/ }],
  [
    "a taken domain",
    dns,
    { records: async () => [{ type: "CNAME", target: "old.example" }] },
    { status: "fail", evidence: /has a CNAME record to old\.example/ },
  ],
  ["mail at that name", dns, { records: async () => [{ type: "MX" }] }, { status: "pass", evidence: /free/ }],
  [
    "another zone's domain",
    { ...dns, url: "a.other.org" },
    {},
    { status: "fail", evidence: /does not end in acme\.dev/, set: { route53ZoneId: "Z3" } },
  ],
  [
    "a name that only looks alike",
    { ...dns, url: "evilacme.dev" },
    {},
    { status: "fail", evidence: /does not end in/ },
  ],
  ["a private zone", { ...dns, route53ZoneId: "Z2" }, {}, { status: "fail", evidence: /inside its VPCs/ }],
  ["no such zone", { ...dns, route53ZoneId: "Z9" }, {}, { status: "fail", evidence: /no zone Z9/ }],
]);
