import type { CataloguedImage } from "./catalogue";
import { stableHex } from "./stable-id";

/**
 * An image's configuration as `docker inspect` reads it (OCI image spec, "Image Configuration"): what it EXPOSEs, its
 * environment, command and health check. The bytes decide the digest, so nothing in it depends on the time of day.
 */
export function imageConfig(image: CataloguedImage, architecture: string, layers: readonly string[]): string {
  const { port } = image.behaviour;
  const name = image.repository.split("/").at(-1) ?? image.repository;
  const own = !image.repository.startsWith("library/");
  return JSON.stringify({
    architecture,
    os: "linux",
    ...(architecture === "arm64" && { variant: "v8" }),
    author: own ? "platform@acme.dev" : "Docker",
    config: {
      ...(port > 0 && { ExposedPorts: { [`${port}/tcp`]: {} } }),
      Env: [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ...(own ? ["NODE_VERSION=20.19.0", `PORT=${port}`, "NODE_ENV=production"] : []),
      ],
      ...(own && { User: "node", WorkingDir: "/app", Entrypoint: ["docker-entrypoint.sh"] }),
      Cmd: own ? ["node", "server.js"] : [name, "-g", "daemon off;"],
      ...(own && {
        Healthcheck: {
          Test: ["CMD-SHELL", `wget -qO- http://localhost:${port}/health || exit 1`],
          // Docker counts in nanoseconds.
          Interval: 30e9,
          Timeout: 5e9,
          StartPeriod: 10e9,
          Retries: 3,
        },
      }),
      Labels: {
        "org.opencontainers.image.title": name,
        "org.opencontainers.image.version": image.build,
        "org.opencontainers.image.revision": stableHex(40, image.repository, image.build, "commit"),
        ...(own && { "org.opencontainers.image.source": `https://github.com/acme/${name}` }),
      },
    },
    rootfs: {
      type: "layers",
      diff_ids: layers.map((digest) => `sha256:${stableHex(64, digest, "uncompressed")}`),
    },
  });
}
