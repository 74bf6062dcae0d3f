import { createServices } from "../services";
import { Kernel } from "../world/kernel";
import { createWorld } from "../world/world";
import { startWireServer } from "./wire-server";

/** The handlers of one world behind the wire, its clock still at `now` (ms) until the test moves it. */
export async function startWorldServer(now = Date.UTC(2026, 10, 23, 8)) {
  const kernel = new Kernel(() => now);
  const services = createServices(createWorld(kernel));
  const server = await startWireServer();
  server.handler = (input, call) => {
    const handler = services.find(call.service, call.operation);
    if (!handler) throw new Error(`${call.service}:${call.operation} is not built`);
    return handler(input as never, call);
  };
  return { server, kernel, now };
}

/** A call's failure, as its error's name and message; undefined when it did not fail. */
export const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Error) => ({ name: error.name, message: error.message }),
  );
