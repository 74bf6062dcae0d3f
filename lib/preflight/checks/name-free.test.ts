import { checkTable } from "../test-sample";

checkTable("name-free", [
  ["a free name", {}, {}, { status: "pass", evidence: /orders-dev; log group \/ecs\/orders\/dev not left/ }],
  [
    "a taken name",
    {},
    { stack: async () => ({ status: "UPDATE_COMPLETE" }) },
    { status: "fail", evidence: /UPDATE_COMPLETE/ },
  ],
  [
    "a log group left over",
    {},
    { logGroup: async () => ({ storedBytes: 1200 }) },
    { status: "fail", evidence: /\/ecs\/orders\/dev is still there, 1,200 bytes/ },
  ],
]);
