import { checkTable, DIGEST } from "../test-sample";

checkTable("image-architecture", [
  ["the right processor", {}, {}, { status: "pass", evidence: /t3\.small is x86_64/ }],
  [
    "the wrong processor",
    { ec2Size: "t4g.small" },
    {},
    { status: "fail", evidence: /for x86_64, t4g\.small is arm64/ },
  ],
  [
    "no word on processors",
    {},
    { image: async () => ({ digest: DIGEST, architectures: [] }) },
    { status: "unknown", evidence: /does not say/ },
  ],
]);
