import { checkTable, DIGEST } from "../test-sample";

checkTable("moving-tag", [
  ["a version tag", {}, {}, { status: "pass", evidence: /1\.4\.0/ }],
  [
    "latest",
    { containerTag: "latest" },
    {},
    { status: "warn", evidence: /rollback/, set: { containerTag: `latest@${DIGEST}` } },
  ],
  ["latest with its digest", { containerTag: `latest@${DIGEST}` }, {}, { status: "pass", evidence: /digest/ }],
  [
    "latest, and no registry to ask",
    { containerTag: "latest" },
    { image: async () => undefined },
    { status: "warn", evidence: /rollback/ },
  ],
]);
