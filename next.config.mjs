import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(fileURLToPath(import.meta.url));
const development = process.env.NODE_ENV === "development";

/**
 * Nothing is loaded from another host. Next writes its data as inline scripts, so scripts need 'unsafe-inline' (a nonce
 * would have to pass through every cached file); text from outside is only ever rendered as text.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ""}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  `connect-src 'self'${development ? " ws:" : ""}`,
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const securityHeaders = [
  { key: "Content-Security-Policy", value: contentSecurityPolicy },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

/**
 * Next writes its own wishes into the tsconfig it is given, other ones for each build folder. It gets one that extends
 * ours and is no part of the sources, so that building leaves a checkout clean.
 */
function ownTsconfig() {
  const file = path.join(root, ".cache", "next", "tsconfig.json");
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, `${JSON.stringify({ extends: "../../tsconfig.json" }, null, 2)}\n`);
  }
  return path.relative(root, file);
}

/** @type {import("next").NextConfig} */
const config = {
  // Tests build into a folder of their own, so that a running console survives them.
  distDir: process.env.SLIPWAY_DIST ?? ".next",
  // Types are checked by `npm test`, over tests and sandbox too.
  typescript: { tsconfigPath: ownTsconfig(), ignoreBuildErrors: true },
  poweredByHeader: false,
  // `next dev` would print what actions are called with, NoEcho values too.
  logging: { serverFunctions: false },
  reactStrictMode: true,
  // A template has up to 1 MB, and more while it is written for the wire.
  experimental: { serverActions: { bodySizeLimit: "3mb" } },
  reactCompiler: true,
  devIndicators: false,
  // Loaded by Node itself: they find files beside them, or must exist once in the process.
  serverExternalPackages: [
    "pg",
    "@electric-sql/pglite",
    "@electric-sql/pglite-socket",
    "@smithy/core",
    "@smithy/node-http-handler",
    ...[
      "acm",
      "application-auto-scaling",
      "auto-scaling",
      "cloudformation",
      "cloudwatch",
      "cloudwatch-logs",
      "ec2",
      "ecr",
      "ecs",
      "elastic-load-balancing-v2",
      "iam",
      "pricing",
      "route-53",
      "s3",
      "service-quotas",
      "ssm",
      "sts",
    ].map((name) => `@aws-sdk/client-${name}`),
  ],
  async headers() {
    return [{ source: "/:path*", headers: securityHeaders }];
  },
};

export default config;
