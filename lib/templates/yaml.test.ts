import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readTemplate } from "./yaml";

function template(text: string): Record<string, unknown> {
  const read = readTemplate(text);
  if (!read.ok) throw new Error(`${read.message} (${read.line}:${read.column})`);
  return read.template;
}

function refusal(text: string) {
  const read = readTemplate(text);
  if (read.ok) throw new Error("was read");
  return read;
}

describe("readTemplate", () => {
  it.each([
    ["!Ref A", { Ref: "A" }],
    ["!Condition A", { Condition: "A" }],
    ["!GetAtt A.B.C", { "Fn::GetAtt": ["A", "B.C"] }],
    ["!GetAtt [A, B]", { "Fn::GetAtt": ["A", "B"] }],
    ["!Sub '${A}-x'", { "Fn::Sub": "${A}-x" }],
    ["!Sub ['${a}', {a: !Ref B}]", { "Fn::Sub": ["${a}", { a: { Ref: "B" } }] }],
    ["!If [C, !Ref A, !Ref 'AWS::NoValue']", { "Fn::If": ["C", { Ref: "A" }, { Ref: "AWS::NoValue" }] }],
    ["!Select [0, !GetAZs '']", { "Fn::Select": [0, { "Fn::GetAZs": "" }] }],
    ["!Not [!Equals [!Ref A, '']]", { "Fn::Not": [{ "Fn::Equals": [{ Ref: "A" }, ""] }] }],
    ["\n  !Join\n    - ','\n    - [a, b]", { "Fn::Join": [",", ["a", "b"]] }],
    ["2010-09-09", "2010-09-09"],
    ["012345678901", "012345678901"],
    ["1.0", "1.0"],
    ["0.5", 0.5],
    ["true", true],
    ["'true'", "true"],
    ["yes", "yes"],
    ["~", null],
    ["|\n  a\n  b\n", "a\nb\n"],
  ])("reads %s", (text, value) => {
    expect(template(`V: ${text}`)).toEqual({ V: value });
  });

  it("keeps the place of keys, items and short tags", () => {
    const read = readTemplate(
      "Resources:\n  A:\n    Type: X\n    Properties:\n      L:\n        - 1\n        - !Ref P\n",
    );
    if (!read.ok) throw new Error(read.message);
    expect(read.positions.get("/Resources/A")).toEqual({ line: 2, column: 3 });
    expect(read.positions.get("/Resources/A/Properties/L/1")?.line).toBe(7);
    expect(read.positions.get("/Resources/A/Properties/L/1/Ref")?.line).toBe(7);
  });

  it("reads JSON with places, and says where it breaks", () => {
    const read = readTemplate('{"Resources": {\n  "A": {"Type": "X\\u00e9", "N": [-1.5e2, true, null]}}}');
    if (!read.ok) throw new Error(read.message);
    expect(read).toMatchObject({
      format: "json",
      template: { Resources: { A: { Type: "Xé", N: [-150, true, null] } } },
    });
    expect(read.positions.get("/Resources/A")).toEqual({ line: 2, column: 3 });
    expect(refusal('{"a": 1,\n "b": }')).toMatchObject({ kind: "syntax", format: "json", line: 2, column: 7 });
  });

  it.each([
    ["a duplicate key", "A: 1\nA: 2", "the key A appears twice", 2],
    ["a duplicate key in JSON", '{"A": 1,\n"A": 2}', "the key A appears twice", 2],
    ["an unknown tag", "A: !Nope 1", "unknown tag !Nope", 1],
    ["a merge key", "A: &a {x: 1}\nB:\n  <<: *a", "hash merges (<<) are not supported", 3],
    ["an alias of nothing", "A: *b", "the alias *b names no earlier anchor", 1],
    ["an alias in its own anchor", "A: &a [*a]", "the alias *a names no earlier anchor", 1],
    ["a control character in JSON", '{"A": "\u0001"}', "a wrong escape or control character in a string", 1],
    ["a list as key", "? [a]\n: 1", "a key must be text", 1],
    ["text after JSON", '{"A": 1} x', "text after the end of the document", 1],
    ["a trailing comma in JSON", '{"A": 1,}', "expected a key in double quotes", 1],
  ])("refuses %s with its line", (_, text, message, line) => {
    expect(refusal(text)).toMatchObject({ ok: false, kind: "syntax", message, line });
  });

  it.each(["", "just text", "- a\n- b", "https://example.com/t.yaml", "null"])("refuses %j: no mapping", (text) => {
    expect(refusal(text).kind).toBe("structure");
  });

  it.each(["a: [1", "a: b: c", 'a: "x', "a:\n\t- b", "--- \na: 1\n---\nb: 2"])("refuses broken YAML %j", (text) => {
    const read = refusal(text);
    expect(read.kind).toBe("syntax");
    expect(read.line).toBeGreaterThan(0);
  });

  it("stops alias bombs, deep nesting and huge texts without overflowing the stack", { timeout: 60_000 }, () => {
    const bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 10; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    const steps = Array.from({ length: 500 }, (_, i) => `${" ".repeat(i)}k:\n`).join("");
    for (const text of [
      bomb.join("\n"),
      `a: ${"[".repeat(50_000)}`,
      `a: ${'"]", ['.repeat(20_000)}`,
      "- ".repeat(20_000),
      "? ".repeat(20_000),
      steps,
      `{"a":${"[".repeat(50_000)}`,
      "x".repeat(1_048_577),
    ]) {
      expect(["limit", "syntax"]).toContain(refusal(text).kind);
    }
    expect(refusal(bomb.join("\n")).kind).toBe("limit");
    expect(refusal(steps).kind).toBe("limit");
    const wide = Array.from({ length: 60_000 }, (_, i) => `k${i}: 1`).join("\n");
    expect(Object.keys(template(wide))).toHaveLength(60_000);
  });

  it("lets a small alias through", () => {
    expect(template("A: &a {x: 1}\nB: *a")).toEqual({ A: { x: 1 }, B: { x: 1 } });
  });

  it("takes __proto__ and constructor as ordinary keys", () => {
    for (const text of [
      "__proto__:\n  polluted: 1\nconstructor: 2",
      '{"__proto__": {"polluted": 1}, "constructor": 2}',
    ]) {
      const read = template(text);
      expect(Object.keys(read)).toEqual(["__proto__", "constructor"]);
      expect((read as { polluted?: number }).polluted).toBeUndefined();
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("reads back whatever JSON and YAML writers wrote", () => {
    // A writer leaves "<<" unquoted, which CloudFormation reads as a merge and refuses; at any depth it is no fair question.
    const values = fc
      .jsonValue({ depthSize: "small" })
      .filter((value) => !/"(<<|__proto__)":/.test(JSON.stringify(value)));
    const object = fc.dictionary(
      fc.string().filter((k) => k !== "<<" && k !== "__proto__"),
      values,
    );
    fc.assert(
      fc.property(object, (value) => {
        const wanted = JSON.parse(JSON.stringify(value)) as unknown;
        expect(template(JSON.stringify(value, null, 1))).toEqual(wanted);
        // YAML numbers may come back as their text; compare what CloudFormation would see.
        const texts = (v: unknown): unknown =>
          JSON.parse(JSON.stringify(v, (_, x) => (typeof x === "number" ? String(x) : x)));
        if (Object.keys(value).length > 0)
          expect(texts(template(stringify(wanted, { lineWidth: 0 })))).toEqual(texts(wanted));
      }),
      { numRuns: 200 },
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof readTemplate(text).ok === "boolean"));
    const pieces = fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "- ",
      "[",
      "]",
      "{",
      "}",
      "!Ref ",
      "&a ",
      "*a",
      '"',
      "'",
      "|",
      "? ",
      "#",
      "\t",
      ",",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => typeof readTemplate(parts.join("")).ok === "boolean"),
      { numRuns: 2000 },
    );
  });
});
