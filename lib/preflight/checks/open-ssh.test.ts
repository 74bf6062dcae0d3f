import { checkTable } from "../test-sample";

checkTable("open-ssh", [
  [
    "one address range",
    { enableSsh: "true", ec2Key: "team", sshLocation: "198.51.100.0/24" },
    {},
    { status: "pass", evidence: /198\.51\.100\.0\/24/ },
  ],
  [
    "the whole internet",
    { enableSsh: "true", ec2Key: "team", sshLocation: "0.0.0.0/0" },
    {},
    { status: "warn", evidence: /whole internet/ },
  ],
]);
