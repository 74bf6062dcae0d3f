import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { launchCommand, quoted } from "./cli-command";
import { formOf } from "./parameters";
import { parseTemplate } from "./parse";

const parsed = parseTemplate(`
Parameters: {name: {Type: String}, zones: {Type: CommaDelimitedList}, key: {Type: String, NoEcho: true}}
Resources: {A: {Type: AWS::IAM::Role}}
`);
if (!parsed.ok) throw new Error("unreadable");
const form = formOf(parsed, { id: "t" });

/** What sh hands to the program: its arguments, one a line of JSON. */
function asSeen(command: string, env: Record<string, string> = {}): string[] {
  const show = `aws() { '${process.execPath}' -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- "$@"; }; `;
  const said = execFileSync("/bin/sh", ["-c", show + command], { env: { ...process.env, ...env }, encoding: "utf8" });
  return JSON.parse(said) as string[];
}

it("reaches the CLI as it was meant, whatever is in a value", () => {
  const name = `$(touch /tmp/x) \`id\` it's "two" \\ ; & | > < * ~ !\n#`;
  const values = { name, zones: "a,b", key: "never" };
  const command = launchCommand(form, values, {
    stackName: "orders-dev",
    region: "us-east-1",
    file: "my template.yaml",
  });
  expect(command).not.toContain("never");
  const seen = asSeen(command, { key: "hush" });
  expect(seen.slice(0, 9)).toEqual([
    "cloudformation",
    "create-stack",
    "--region",
    "us-east-1",
    "--stack-name",
    "orders-dev",
    "--template-body",
    "file://my template.yaml",
    "--capabilities",
  ]);
  expect(seen.slice(-3).map((pair) => JSON.parse(pair) as unknown)).toEqual([
    { ParameterKey: "name", ParameterValue: name },
    { ParameterKey: "zones", ParameterValue: "a,b" },
    { ParameterKey: "key", ParameterValue: "hush" },
  ]);
});

it.each([
  ["plain-1.2/x:y", "plain-1.2/x:y"],
  ["", "''"],
  ["it's", `'it'\\''s'`],
  ["~", "'~'"],
])("quotes %s as %s", (word, wanted) => {
  expect(quoted(word)).toBe(wanted);
});
