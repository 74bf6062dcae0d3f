import { checkTable } from "../test-sample";

checkTable("instance-type", [
  ["a type that is offered", {}, {}, { status: "pass", evidence: /t3\.small in us-east-1a and us-east-1b/ }],
  [
    "a type one zone lacks",
    {},
    { zonesOffering: async () => ["us-east-1a"] },
    { status: "fail", evidence: /us-east-1b does not offer t3\.small/ },
  ],
  [
    "a type the Region lacks",
    {},
    { zonesOffering: async () => [] },
    { status: "fail", evidence: /us-east-1 does not offer/ },
  ],
]);
