import { checkTable } from "../test-sample";

checkTable("vcpu-quota", [
  ["enough vCPUs", { maxClusterSize: "8" }, {}, { status: "pass", evidence: /8 t3\.small take 16 vCPU; .* 64/ }],
  [
    "more at the cap than the account may have",
    { maxClusterSize: "8" },
    { quota: async () => 5 },
    { status: "fail", evidence: /16 vCPU; the account may have 5 in us-east-1/ },
  ],
  ["no word on the quota", {}, { quota: async () => null }, { status: "unknown", evidence: /does not tell/ }],
]);
