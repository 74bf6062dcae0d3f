import fc from "fast-check";
import { expect, it } from "vitest";
import { readParameterFile, writeOverrides, writeParameterFile } from "./parameter-file";
import { formOf } from "./parameters";
import { parseTemplate } from "./parse";

const parsed = parseTemplate(`
Parameters:
  name: {Type: String}
  zones: {Type: CommaDelimitedList}
  key: {Type: String, NoEcho: true}
Resources: {A: {Type: AWS::SNS::Topic}}
`);
if (!parsed.ok) throw new Error("unreadable");
const form = formOf(parsed, { id: "t" });

it.each([
  [
    "the CLI's list",
    '[{"ParameterKey":"name","ParameterValue":"a=b"},{"ParameterKey":"zones","ParameterValue":"x,y"}]',
  ],
  ["an object", '{"name": "a=b", "zones": ["x", "y"]}'],
  ["a pipeline's object", '{"Parameters": {"name": "a=b", "zones": "x,y"}, "Tags": {}}'],
  ["a list of pairs", '["name=a=b", "zones=x,y"]'],
  ["lines", "# dev\nname=a=b\r\n\nzones=x,y\n"],
  ["quoted lines", "name=\"a=b\"\n'zones=x,y'".replaceAll("'", '"')],
])("reads %s", (_, text) => {
  expect(readParameterFile(text, form)).toEqual({
    ok: true,
    values: { name: "a=b", zones: "x,y" },
    strange: [],
    secret: [],
  });
});

it("takes no secrets and no strangers over, and says so", () => {
  expect(readParameterFile("key=hush\nother=1\n__proto__=2\nname=n", form)).toMatchObject({ ok: false });
  expect(readParameterFile("key=hush\nother=1\nname=n", form)).toEqual({
    ok: true,
    values: { name: "n" },
    strange: ["other"],
    secret: ["key"],
  });
});

it.each([
  ["", /no parameter file/],
  ["{", /no JSON/],
  ["[1]", /no parameter file/],
  ['[{"Key": "name"}]', /no parameter file/],
  ['{"name": {"deep": 1}}', /no parameter file/],
  ["name=n\nnonsense", /Line 2/],
])("refuses %s", (text, message) => {
  expect(readParameterFile(text, form)).toEqual({ ok: false, message: expect.stringMatching(message) });
});

it("reads back what it wrote, without secrets", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const values = { name, zones: "x,y", key: "hush" };
      const file = writeParameterFile(form, values);
      expect(file).not.toContain("hush");
      expect(readParameterFile(file, form)).toMatchObject({ values: { name, zones: "x,y" } });
    }),
  );
  expect(writeOverrides(form, { name: "n", zones: "x,y", key: "hush" })).toBe("name=n\nzones=x,y\n");
});
