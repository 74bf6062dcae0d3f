type Raw = Readonly<Record<string, string | string[] | undefined>>;

/** What the logs page's address says. */
export function readLogParams(raw: Raw): {
  chosen: { container?: string; task?: string };
  text: string;
  wrap: boolean;
  times: boolean;
} {
  const one = (name: string) => (typeof raw[name] === "string" && raw[name] ? raw[name] : undefined);
  return {
    chosen: { container: one("container"), task: one("task") },
    text: one("q") ?? "",
    wrap: one("wrap") === "1",
    times: one("times") !== "0",
  };
}
