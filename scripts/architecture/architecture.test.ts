import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { walk } from "../lib/prepare.mjs";
import { type Graph, readFile, readGraph } from "./graph";
import { brokenRules, cycles, serverCodeInClientBundles } from "./rules";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isSource = (name: string) => /\.(ts|tsx)$/.test(name) && !/\.test\.tsx?$/.test(name) && !/^test-/.test(name);
const sources = ["app", "components", "lib", "sandbox"].flatMap((folder) => walk(`${root}/${folder}`, root, isSource));
const graph = readGraph(root, sources);

test("imports go one way", () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(brokenRules(graph)).toEqual([]);
});

test("there are no import cycles", () => {
  expect(cycles(graph)).toEqual([]);
});

test("nothing of the server is bundled for the browser", () => {
  expect(serverCodeInClientBundles(graph)).toEqual([]);
});

/** The real graph with one more file in it: the rules must see the import however it is written. */
const withFile = (file: string, text: string): Graph => ({
  files: new Map([...graph.files, [file, readFile(root, file, text)]]),
});

test.each([
  ["app/page-x.ts", 'import { placeKey } from "@/sandbox/world/seams";'],
  ["lib/stacks/x.ts", 'const world = await import("../../sandbox/world/seams");'],
  ["components/x.tsx", 'export * from "@/lib/aws/client";'],
  ["components/x.tsx", 'export { createAws } from "@/lib/aws/client";'],
  ["lib/stacks/x.ts", 'import { ECSClient } from "@aws-sdk/client-ecs";'],
  ["lib/stacks/x.ts", 'import type { Stack } from "@aws-sdk/client-cloudformation";'],
  ["lib/stacks/x.ts", 'type S = import("@aws-sdk/client-cloudformation").Stack;'],
  ["lib/stacks/x.ts", 'const sdk = require("@aws-sdk/client-ecs");'],
  ["lib/stacks/x.ts", 'import { useState } from "react";'],
  ["lib/stacks/x.ts", "const any = await import(process.argv[2]);"],
  ["app/x.ts", 'import { createAws } from "@/lib/aws/client";'],
  ["sandbox/x.ts", 'import { stackKey } from "../lib/place";'],
])("a forbidden import is caught: %s: %s", (file, text) => {
  const lines = brokenRules(withFile(file, `${text}\nexport const x = 1;`));
  expect(lines.filter((line) => line.startsWith(`${file} →`))).not.toEqual([]);
});

test("a cycle is caught", () => {
  const first = withFile("lib/errors.ts", 'import "@/lib/aws/errors"; export const x = 1;');
  expect(cycles(first).some((line) => line.includes("lib/errors.ts"))).toBe(true);
});

test("a server module behind a client component is caught, through a file between; an action is not", () => {
  const client = withFile(
    "components/x.tsx",
    '"use client";\nimport { toSlipwayError } from "@/lib/aws/errors";\nexport { toSlipwayError };',
  );
  expect(serverCodeInClientBundles(client)).toEqual(["components/x.tsx → lib/aws/errors.ts → server-only"]);
  const types = withFile(
    "components/x.tsx",
    '"use client";\nimport type { Aws } from "@/lib/aws/client";\nexport type { Aws };',
  );
  expect(serverCodeInClientBundles(types)).toEqual([]);
});
