import { checkTable } from "../test-sample";

checkTable("image-exists", [
  ["an image", {}, {}, { status: "pass", evidence: /pushed 2 h ago · sha256:9f2c9f2c… · x86_64/ }],
  ["no image", {}, { image: async () => null }, { status: "fail", evidence: /docker\.io has no acme\/orders:1\.4\.0/ }],
  [
    "an image of another Region",
    { containerRegistry: "123456789012.dkr.ecr.eu-west-1.amazonaws.com" },
    { image: async () => null },
    { status: "fail", evidence: /registry is in eu-west-1/ },
  ],
  [
    "an image behind a password",
    {},
    { image: async () => "private" as const },
    { status: "fail", evidence: /docker\.io does not give acme\/orders:1\.4\.0/ },
  ],
  [
    "a registry that cannot be seen",
    {},
    { image: async () => undefined },
    { status: "unknown", evidence: /cannot look into docker\.io/ },
  ],
]);
