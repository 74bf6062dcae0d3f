import { checkTable } from "../test-sample";

checkTable("container-size", [
  [
    "a container that fits",
    {},
    {},
    { status: "pass", evidence: /each instance: up to 1792 MiB; t3\.small has 2 vCPU/ },
  ],
  [
    "one that no instance holds",
    {},
    { instanceType: async () => ({ vcpus: 2, memoryMiB: 1024 }) },
    { status: "fail", evidence: /asks for .*1792 MiB; t3\.small has 2 vCPU and 1 GiB/ },
  ],
]);
