import { checkTable } from "../test-sample";

checkTable("log-group", [
  ["none left", {}, {}, { status: "pass", evidence: /\/ecs\/orders\/dev is not left/ }],
  [
    "a log group left over",
    {},
    { logGroup: async () => ({ storedBytes: 1200 }) },
    { status: "fail", evidence: /\/ecs\/orders\/dev is still there, 1,200 bytes/ },
  ],
]);
