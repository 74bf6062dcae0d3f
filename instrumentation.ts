/** Next calls this once, before the first request; it is compiled for the edge too, where nothing of ours runs. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs" && process.env.NEXT_PHASE !== "phase-production-build") {
    const { begin } = await import("./instrumentation-node");
    await begin();
  }
}
