import { checkTable } from "../test-sample";

checkTable("name-free", [
  ["a free name", {}, {}, { status: "pass", evidence: /No stack orders-dev/ }],
  [
    "a taken name",
    {},
    { stack: async () => ({ status: "UPDATE_COMPLETE" }) },
    { status: "fail", evidence: /UPDATE_COMPLETE/ },
  ],
]);
