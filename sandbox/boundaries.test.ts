import fs from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { type Edge, readFile } from "../scripts/architecture/graph";

/**
 * Where the sandbox's parts may look. The console must not be able to tell it from AWS, and a handler must not be able
 * to make events, datapoints or states of its own: those happen in the world. The rule for handlers is simple: they are
 * given the world and send its parts commands and queries; they make no part themselves (`create…`) and never touch the
 * clock or the queue.
 */
const root = path.resolve(import.meta.dirname, "..");
const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");

function filesUnder(folder: string): string[] {
  const full = path.join(root, folder);
  if (!fs.existsSync(full)) return [];
  return fs
    .readdirSync(full, { recursive: true, encoding: "utf8" })
    .map((file) => path.posix.join(folder, file.split(path.sep).join("/")))
    .filter((file) => /\.(ts|tsx)$/.test(file));
}

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith("sandbox/testing/");
const edgesOf = (folder: string): Edge[] =>
  filesUnder(folder)
    .filter((file) => !isTest(file))
    .flatMap((file) => [...readFile(root, file, read(file)).edges]);
const shown = (edges: Edge[]): string[] => edges.map(({ from, to }) => `${from} imports ${to}`);

/** What a service's file does that only the world may do. */
function handlerFaults(file: string, text: string): string[] {
  const faults = parseSync(file, text).module.staticImports.flatMap(({ moduleRequest, entries }) =>
    entries
      .filter(({ isType }) => !isType && /\/world\//.test(moduleRequest.value))
      .map(({ importName }) => importName.name ?? "*")
      .filter((name) => name === "*" || /^create[A-Z]/.test(name) || /\/(world|kernel)$/.test(moduleRequest.value))
      .map((name) => `${file} imports ${name} of ${moduleRequest.value}`),
  );
  const queue = /\bkernel\.(schedule|scheduleAt|cancel|on|slice|runUntil|advance|sync|pace|onScheduled)\b/.exec(text);
  return queue ? [...faults, `${file} uses ${queue[0]}`] : faults;
}

describe("the sandbox's borders", () => {
  it("imports nothing of the console but the YAML reader", () => {
    const found = edgesOf("sandbox").filter(
      ({ to }) => /^(lib|app|components)\//.test(to) && to !== "lib/templates/yaml.ts",
    );
    expect(shown(found)).toEqual([]);
  });

  it("is imported by nothing of the console", () => {
    const found = ["app", "components", "lib"].flatMap((folder) => edgesOf(folder));
    expect(found.length).toBeGreaterThan(50);
    expect(shown(found.filter(({ to }) => to.startsWith("sandbox/")))).toEqual([]);
  });

  it("loads client packages only in the wire layer, and there only when they are needed", () => {
    const found = edgesOf("sandbox").filter(({ to, typeOnly }) => to.startsWith("@aws-sdk/") && !typeOnly);
    expect(new Set(found.map(({ from }) => from))).toEqual(new Set(["sandbox/wire/protocols.ts"]));
    expect(read("sandbox/wire/protocols.ts")).not.toMatch(/^import (?!type)[^(]*@aws-sdk/m);
  });

  it("lets handlers send the world commands and queries only", () => {
    const files = filesUnder("sandbox/services").filter((file) => !isTest(file));
    expect(files.flatMap((file) => handlerFaults(file, read(file)))).toEqual([]);
  });

  it("keeps the world free of services, wire and engine", () => {
    const found = edgesOf("sandbox/world").filter(
      ({ to, typeOnly }) =>
        /^sandbox\/(services|wire|cloudformation)\//.test(to) && !typeOnly && to !== "sandbox/wire/handler.ts",
    );
    expect(shown(found)).toEqual([]);
  });

  it.each([
    'import { createAlarms } from "../world/alarms";',
    'import * as alarms from "../world/alarms";',
    'import { Kernel } from "../world/kernel";',
    "export const bad = (world: World) => world.kernel.schedule('alarm', 1);",
  ])("would notice a handler with %s", (text) => {
    expect(handlerFaults("sandbox/services/bad.ts", text)).toHaveLength(1);
    expect(handlerFaults("sandbox/services/good.ts", 'import type { Alarms } from "../world/alarms";')).toEqual([]);
  });
});
