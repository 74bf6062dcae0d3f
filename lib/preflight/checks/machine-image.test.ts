import { checkTable, NOW } from "../test-sample";

const image = (extra: object) => ({
  machineImage: async () => ({ name: "al2023-ecs-1", architecture: "x86_64", ...extra }),
});

checkTable("machine-image", [
  ["an image", {}, {}, { status: "pass", evidence: /al2023-ecs-1, x86_64, made 20 days ago/ }],
  ["no image", {}, { machineImage: async () => null }, { status: "fail", evidence: /us-east-1 has no ami-1/ }],
  ["another processor", { ec2Size: "t4g.small" }, {}, { status: "fail", evidence: /is x86_64, t4g\.small is arm64/ }],
  ["an old image", {}, image({ deprecatedAt: NOW - 3 * 86_400_000 }), { status: "warn", evidence: /3 days ago/ }],
  ["one that will be old", {}, image({ deprecatedAt: NOW + 1 }), { status: "pass", evidence: /al2023/ }],
]);
