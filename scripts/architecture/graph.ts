import fs from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";

/** One import, export-from, `import()` or `import("…").Type`, resolved. */
export interface Edge {
  readonly from: string;
  /** A path from the root for our own files; a package name ("next", "@aws-sdk/client-ecs") or "node:fs" otherwise. */
  readonly to: string;
  readonly own: boolean;
  /** Erased at run time. */
  readonly typeOnly: boolean;
}

export interface Graph {
  readonly files: ReadonlyMap<string, { readonly edges: readonly Edge[]; readonly directives: readonly string[] }>;
}

const ENDINGS = ["", ".ts", ".tsx", ".mjs", ".js", "/index.ts", "/index.tsx", ".css", ".json"];

/** Reads files (paths from the root) into a graph of resolved imports. One that is not there resolves to `missing:…`. */
export function readGraph(root: string, files: readonly string[]): Graph {
  return {
    files: new Map(files.map((file) => [file, readFile(root, file, fs.readFileSync(path.join(root, file), "utf8"))])),
  };
}

export function readFile(root: string, file: string, text: string) {
  const parsed = parseSync(file, text, { range: false });
  const fatal = parsed.errors.find((error) => error.severity === "Error");
  if (fatal) throw new Error(`${file}: ${fatal.message}`);
  const edges: Edge[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const own = specifier.startsWith(".") || specifier.startsWith("@/");
    edges.push({ from: file, to: own ? resolve(root, file, specifier) : packageOf(specifier), own, typeOnly });
  };
  for (const one of parsed.module.staticImports) {
    add(one.moduleRequest.value, one.entries.length > 0 && one.entries.every((entry) => entry.isType));
  }
  for (const one of parsed.module.staticExports) {
    for (const entry of one.entries) if (entry.moduleRequest) add(entry.moduleRequest.value, entry.isType);
  }
  for (const one of parsed.module.dynamicImports) {
    const literal = text.slice(one.moduleRequest.start, one.moduleRequest.end);
    const specifier = /^(["'`])([^"'`$]+)\1$/.exec(literal)?.[2];
    // A computed import cannot be checked, so it is only allowed outside the three layers.
    add(specifier ?? `computed:${literal}`, false);
  }
  walk(parsed.program, (node) => {
    const source = node.type === "TSImportType" ? ((node.source ?? node.argument) as { value?: unknown }) : undefined;
    if (typeof source?.value === "string") add(source.value, true);
    const callee = node.type === "CallExpression" ? (node.callee as { name?: unknown }) : undefined;
    if (callee?.name === "require") {
      const [first] = node.arguments as { value?: unknown }[];
      add(typeof first?.value === "string" ? first.value : "computed:require", false);
    }
  });
  const directives = (parsed.program.body as { directive?: string | null }[]).flatMap((node) => node.directive ?? []);
  return { edges, directives };
}

function walk(node: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const child of node) walk(child, visit);
  else if (node !== null && typeof node === "object") {
    const record = node as Record<string, unknown>;
    if (typeof record.type === "string") visit(record);
    for (const value of Object.values(record)) if (typeof value === "object") walk(value, visit);
  }
}

function resolve(root: string, from: string, specifier: string): string {
  const base = specifier.startsWith("@/") ? specifier.slice(2) : path.posix.join(path.posix.dirname(from), specifier);
  for (const ending of ENDINGS) {
    const candidate = path.join(root, base + ending);
    if (fs.existsSync(candidate) && fs.statSync(candidate).isFile()) return base + ending;
  }
  return `missing:${base}`;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:") || specifier.startsWith("computed:")) return specifier;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
