import { checkTable, subnet } from "../test-sample";

checkTable("ipv6-blocks", [
  [
    "a subnet without IPv6",
    { enableIpv6: "true" },
    {},
    { status: "fail", evidence: /public-b has no IPv6 block/, set: { enableIpv6: "false" } },
  ],
  [
    "subnets with IPv6",
    { enableIpv6: "true" },
    {
      subnets: async () => [
        subnet("public-a", "a", { ipv6Cidr: "2001:db8::/64" }),
        subnet("public-b", "b", { ipv6Cidr: "2001:db8:1::/64" }),
      ],
    },
    { status: "pass", evidence: /2001:db8::\/64/ },
  ],
]);
