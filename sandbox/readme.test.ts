import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { CONTROLS } from "./controls";
import { createDataCentre } from "./data-centre";
import { SERVICES, serviceNames } from "./wire/protocols";
import { Kernel } from "./world/kernel";

const file = path.resolve(import.meta.dirname, "README.md");

function section(text: string, name: string): string {
  return text.slice(text.indexOf(`<!-- ${name} -->`), text.indexOf(`<!-- /${name} -->`));
}

/** The table of what is built, from the handlers themselves. */
function builtTable(): string {
  const centre = createDataCentre(new Kernel(() => 0));
  const rows = serviceNames().map((service) => {
    const operations = centre.operations(service);
    return `| ${service} | ${SERVICES[service].protocol} | ${operations.length} | ${operations.join(", ")} |`;
  });
  return ["| Service | Protocol | | Operations |", "|---|---|---|---|", ...rows].join("\n");
}

it("the README's table of what is built is true", () => {
  const readme = fs.readFileSync(file, "utf8");
  const wanted = `<!-- built -->\n${builtTable()}\n`;
  if (process.env.UPDATE_README)
    fs.writeFileSync(
      file,
      readme.replace(section(readme, "built"), () => wanted),
    );
  expect(section(fs.readFileSync(file, "utf8"), "built")).toBe(wanted);
});

it("the README lists every control, and no other", () => {
  const listed = [...section(fs.readFileSync(file, "utf8"), "controls").matchAll(/^\| `(\w+) \/_sandbox([^`]+)`/gm)];
  expect(listed.map(([, method, name]) => `${method} ${name}`)).toEqual(Object.keys(CONTROLS));
});
