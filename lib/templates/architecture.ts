import type { Architecture } from "./types";

/**
 * The processor an instance type has, read from its name: a `g` among the letters after the generation's number is AWS's
 * own Graviton, as is the family a1 [AWS: EC2 instance type naming conventions].
 */
export function architectureOf(instanceType: string): Architecture {
  const family = instanceType.split(".")[0] ?? "";
  return family === "a1" || /^[a-z]+\d+[a-z]*g/.test(family) ? "arm64" : "x86_64";
}

/** An image manifest's word for a processor in EC2's words; anything else stays what it is. */
export function manifestArchitecture(name: string): string {
  return name === "amd64" ? "x86_64" : name === "aarch64" ? "arm64" : name;
}
