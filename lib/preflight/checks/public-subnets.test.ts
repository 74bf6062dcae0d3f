import { checkTable, subnet } from "../test-sample";

checkTable("public-subnets", [
  ["two public subnets", {}, {}, { status: "pass", evidence: /igw-04c1 \(rtb-0aa2, main table\)/ }],
  [
    "a private subnet",
    { pubsubnets: "subnet-private-a,subnet-public-b" },
    {},
    {
      status: "fail",
      evidence: /private-a: 0\.0\.0\.0\/0 → nat-0bb3/,
      set: { pubsubnets: "subnet-public-a,subnet-public-b" },
    },
  ],
  [
    "one subnet",
    { pubsubnets: "subnet-public-a" },
    {},
    { status: "fail", evidence: /needs two zones/, set: { pubsubnets: "subnet-public-a,subnet-public-b" } },
  ],
  [
    "two of one zone and one more",
    { pubsubnets: "subnet-public-a,subnet-public-b,subnet-c" },
    { subnets: async () => [subnet("public-a", "a"), subnet("public-b", "b"), subnet("c", "a")] },
    { status: "fail", evidence: /one for each zone/, set: { pubsubnets: "subnet-public-a,subnet-public-b" } },
  ],
  [
    "a subnet of another VPC",
    { pubsubnets: "subnet-public-a,subnet-elsewhere" },
    {},
    { status: "fail", evidence: /subnet-elsewhere is not in vpc-1/ },
  ],
  ["no such VPC", {}, { subnets: async () => null }, { status: "fail", evidence: /vpc-1 is not there/ }],
]);
