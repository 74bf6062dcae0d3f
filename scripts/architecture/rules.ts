import { builtinModules } from "node:module";
import type { Edge, Graph } from "./graph";

/** The one direction: app → components, app → lib/<domain> → lib/aws | lib/db. Each rule says what it forbids, and why. */
const RULES: readonly { why: string; forbids: (edge: Edge, graph: Graph) => boolean }[] = [
  {
    why: "the sandbox is a server of its own: the console never imports it",
    forbids: ({ from, to }) => !inside(from, "sandbox") && inside(to, "sandbox"),
  },
  {
    why: "the sandbox shares only the template reader with lib, so what Slipway explains is not checked against itself",
    forbids: ({ from, to, own }) =>
      inside(from, "sandbox") && own && !inside(to, "sandbox") && to !== "lib/templates/yaml.ts",
  },
  {
    why: "lib knows no pages and draws nothing",
    forbids: ({ from, to, own }) => inside(from, "lib") && own && !inside(to, "lib"),
  },
  {
    why: "lib knows no React and no Next outside lib/auth",
    forbids: ({ from, to }) =>
      inside(from, "lib") && !inside(from, "lib/auth") && /^(react|react-dom|next|next-auth|@mantine\/.*)$/.test(to),
  },
  {
    why: "lib/aws is the only importer of the AWS SDK",
    forbids: ({ from, to }) =>
      !inside(from, "lib/aws") && !inside(from, "sandbox") && (to.startsWith("@aws-sdk/") || to.startsWith("@smithy/")),
  },
  {
    why: "lib/db is the only importer of the database driver; next to it lives its schema",
    forbids: ({ from, to }) => !inside(from, "lib/db") && inside(from, "lib", "app", "components") && to === "pg",
  },
  {
    why: "lib/aws and lib/db know the domains' types and pure words, never their verbs",
    forbids: ({ from, to, own, typeOnly }, graph) =>
      inside(from, "lib/aws", "lib/db") &&
      own &&
      !typeOnly &&
      !sameRoom(from, to) &&
      !isLibRoot(to) &&
      reachesServer(to, graph),
  },
  {
    why: "pages and actions ask a domain, not AWS or the database",
    forbids: ({ from, to, typeOnly }) => inside(from, "app") && !typeOnly && inside(to, "lib/aws", "lib/db"),
  },
  {
    why: "components are told, never asking: no pages, no data access",
    forbids: ({ from, to, own, typeOnly }, graph) =>
      inside(from, "components") &&
      own &&
      (inside(to, "app", "scripts", "e2e", "bench") || (inside(to, "lib") && !typeOnly && reachesServer(to, graph))),
  },
  {
    why: "this file is not there",
    forbids: ({ to }) => to.startsWith("missing:"),
  },
  {
    why: "an import that is computed cannot be checked",
    forbids: ({ from, to }) => inside(from, "app", "components", "lib") && to.startsWith("computed:"),
  },
];

/** Every broken rule, as one line each. */
export function brokenRules(graph: Graph): string[] {
  const lines: string[] = [];
  for (const { edges } of graph.files.values()) {
    for (const edge of edges) {
      for (const rule of RULES) {
        if (rule.forbids(edge, graph)) lines.push(`${edge.from} → ${edge.to}: ${rule.why}`);
      }
    }
  }
  return lines;
}

/** Import cycles among files at run time; each is one line. */
export function cycles(graph: Graph): string[] {
  const found = new Set<string>();
  const done = new Set<string>();
  const visit = (file: string, trail: string[]) => {
    const at = trail.indexOf(file);
    if (at >= 0) {
      found.add([...trail.slice(at), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const edge of graph.files.get(file)?.edges ?? []) {
      if (edge.own && !edge.typeOnly) visit(edge.to, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of graph.files.keys()) visit(file, []);
  return [...found];
}

/** What reaches the browser (from each "use client" file, stopping at actions) and must not: Node, the driver, the SDK. */
export function serverCodeInClientBundles(graph: Graph): string[] {
  const lines: string[] = [];
  for (const [file, { directives }] of graph.files) {
    if (!directives.includes("use client")) continue;
    const path = pathToServer(file, graph, new Set());
    if (path) lines.push(path.join(" → "));
  }
  return lines;
}

const SERVER_PACKAGES = /^(server-only|pg|drizzle-orm|next-auth|@aws-sdk\/.*|@smithy\/.*|@electric-sql\/.*|zod|yaml)$/;
const isServerPackage = (name: string) =>
  SERVER_PACKAGES.test(name) || name.startsWith("node:") || builtinModules.includes(name);

function pathToServer(file: string, graph: Graph, seen: Set<string>): string[] | undefined {
  if (seen.has(file)) return undefined;
  seen.add(file);
  const node = graph.files.get(file);
  if (!node || node.directives.includes("use server")) return undefined;
  for (const edge of node.edges) {
    if (edge.typeOnly) continue;
    if (!edge.own && isServerPackage(edge.to)) return [file, edge.to];
    const rest = edge.own ? pathToServer(edge.to, graph, seen) : undefined;
    if (rest) return [file, ...rest];
  }
  return undefined;
}

const reachesServer = (file: string, graph: Graph) => pathToServer(file, graph, new Set()) !== undefined;
const inside = (file: string, ...folders: string[]) => folders.some((folder) => file.startsWith(`${folder}/`));
const room = (file: string) => file.split("/").slice(0, 2).join("/");
const sameRoom = (a: string, b: string) => room(a) === room(b);
const isLibRoot = (file: string) => /^lib\/[^/]+$/.test(file);
