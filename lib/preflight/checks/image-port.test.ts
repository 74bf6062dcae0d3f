import { checkTable } from "../test-sample";

checkTable("image-port", [
  ["the image's port", {}, {}, { status: "pass", evidence: /EXPOSEs 8080/ }],
  [
    "another port",
    { applicationPort: "3000" },
    {},
    { status: "warn", evidence: /you wrote 3000/, set: { applicationPort: "8080" } },
  ],
]);
