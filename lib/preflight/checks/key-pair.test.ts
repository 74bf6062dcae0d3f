import { checkTable } from "../test-sample";

checkTable("key-pair", [
  ["a key pair", { enableSsh: "true", ec2Key: "team" }, {}, { status: "pass", evidence: /team in us-east-1/ }],
  [
    "no such key pair",
    { enableSsh: "true", ec2Key: "mine" },
    {},
    { status: "fail", evidence: /no key pair mine; it has team/ },
  ],
]);
