import net from "node:net";
import process from "node:process";
import { refuse } from "./say.mjs";

const WANTED = [20, 19];

export function checkNode(version = process.versions.node, platform = process.platform) {
  const [major, minor] = version.split(".").map(Number);
  if (major < WANTED[0] || (major === WANTED[0] && minor < WANTED[1])) {
    refuse(`Slipway needs Node ${WANTED.join(".")} or newer; this is Node ${version}.`);
  }
  if (platform === "win32") refuse("Slipway does not run on native Windows; use WSL.");
}

/**
 * A whole port number from the environment, or the default.
 * @param {Record<string, string | undefined>} [env]
 */
export function readPort(name, fallback, env = process.env) {
  const text = env[name];
  if (text === undefined || text === "") return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse(`${name}=${text} is not a port; use 1 to 65535.`);
  return port;
}

export const isLoopback = (host) => host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

/** Refuses with one sentence when something else listens there. */
export function checkPortFree(port, host, envName) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error) => {
      try {
        if (error.code === "EADDRINUSE")
          refuse(`Port ${port} is in use; stop what listens there or set ${envName} to another.`);
        if (error.code === "EACCES")
          refuse(`Port ${port} may not be opened by this user; set ${envName} to one above 1023.`);
        refuse(`Port ${port} on ${host} cannot be opened: ${error.message}.`);
      } catch (refusal) {
        reject(refusal);
      }
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

export function freePort(host = "127.0.0.1") {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
