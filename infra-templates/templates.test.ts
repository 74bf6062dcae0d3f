import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lintTemplate } from "@/lib/templates/lint";
import { formOf } from "@/lib/templates/parameters";
import { MAX_BODY_BYTES, parseTemplate } from "@/lib/templates/parse";

const directory = import.meta.dirname;
const files = readdirSync(directory).filter((name) => /\.(ya?ml|json)$/.test(name));

describe.each(files)("%s", (file) => {
  const text = readFileSync(join(directory, file), "utf8");
  const parsed = parseTemplate(text);

  it("is read, with no circle and no reference to nothing", () => {
    expect(parsed).toMatchObject({ ok: true });
  });

  it("fits in a request", () => {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_BODY_BYTES);
  });

  it("has no finding of our own", () => {
    expect(parsed.ok && lintTemplate(parsed)).toEqual([]);
  });

  it("names, groups and explains every parameter", () => {
    if (!parsed.ok) throw new Error("not read");
    const form = formOf(parsed, { id: file });
    const grouped = form.groups.flatMap((group) => group.fields);
    expect(form.groups.map((group) => group.label)).not.toContain("Other parameters");
    expect(new Set(grouped).size).toBe(grouped.length);
    expect(grouped).toHaveLength(form.fields.length);
    for (const field of form.fields) {
      expect(field.label, field.name).not.toBe(field.name);
      expect(field.help, field.name).toMatch(/\.$/);
    }
  });
});
