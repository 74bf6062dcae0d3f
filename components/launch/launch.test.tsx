import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { formOf } from "@/lib/templates/parameters";
import { parseTemplate } from "@/lib/templates/parse";
import { defaultValues } from "@/lib/templates/values";
import { Combobox } from "./combobox";
import { OptionList } from "./option-list";
import type { PickOption } from "./options";
import { Review } from "./review";
import { exclusive, ROWS, searchTexts, shownOptions } from "./shown-options";

const subnet = (at: number): PickOption => ({
  value: `subnet-${at}`,
  label: `net-${at}`,
  detail: `us-east-1${"abc"[at % 3]}, 10.0.${at}.0/24`,
  group: `us-east-1${"abc"[at % 3]}`,
});
const many = Array.from({ length: 5_000 }, (_, at) => subnet(at));
const shown = (filter: string, chosen: string[] = []) => shownOptions(many, searchTexts(many), filter, chosen);

describe("a long list of choices", () => {
  it("draws a screenful, and says how many more there are", () => {
    expect([shown("").rows.length, shown("").more]).toEqual([ROWS, 5_000 - ROWS]);
    const html = renderToStaticMarkup(
      <OptionList label="Subnets" name="s" options={many} chosen={[]} onChange={() => undefined} />,
    );
    expect(html.match(/type="checkbox"/g)).toHaveLength(ROWS);
    expect(html).toContain("4,940 more");
  });

  it("finds by every word that was typed, in id, name, zone and CIDR", () => {
    expect(shown("10.0.77.0 1c").rows.map(({ value }) => value)).toEqual(["subnet-77"]);
    expect(shown("SUBNET-4998 1b").rows).toEqual([]);
  });

  it("keeps what is chosen in sight", () => {
    expect(shown("net-1", ["subnet-4999"]).rows[0]?.value).toBe("subnet-4999");
  });

  it("keeps a short list's order", () => {
    const few = many.slice(0, 5);
    expect(shownOptions(few, searchTexts(few), "", ["subnet-3"]).rows).toEqual(few);
  });

  it("greys out a second subnet of a zone, and says which one has it", () => {
    const options = exclusive(many.slice(0, 4), ["subnet-0"]);
    expect(options.map(({ disabled }) => disabled)).toEqual([
      undefined,
      undefined,
      undefined,
      "us-east-1a is taken by net-0",
    ]);
  });

  it("is a combobox that shows what is chosen by its name", () => {
    const html = renderToStaticMarkup(
      <Combobox label="Subnet" name="s" value="subnet-7" options={many} onChange={() => undefined} />,
    );
    expect(html).toMatch(/role="combobox"[^>]*aria-expanded="false"[^>]*value="net-7"/);
    expect(html).not.toContain('role="option"');
  });
});

describe("the review", () => {
  const formFrom = (text: string) => {
    const parsed = parseTemplate(text);
    if (!parsed.ok) throw new Error("unreadable");
    return formOf(parsed, { id: "t" });
  };
  const draw = (form: ReturnType<typeof formFrom>, values: Record<string, string>, failures: string[] = []) =>
    renderToStaticMarkup(
      <Review
        form={form}
        stackName="net-dev"
        region="us-east-1"
        values={values}
        defaults={defaultValues(form)}
        busy={false}
        failures={failures.map((title) => ({ id: title, status: "fail", title, evidence: "" }))}
        onBack={() => undefined}
        onLaunch={() => undefined}
      />,
    );

  it("is right for a stack without a service, with the command that does the same", () => {
    const network = formFrom(readFileSync(join(process.cwd(), "infra-templates/network.yaml"), "utf8"));
    const html = draw(network, defaultValues(network));
    expect(html).toContain("the stack net-dev");
    expect(html).toContain("aws cloudformation create-stack");
    expect(html).not.toMatch(/[Ss]ervice/);
  });

  it("never shows a secret, and names what fails on the button", () => {
    const form = formFrom("Parameters: {key: {Type: String, NoEcho: true}}\nResources: {A: {Type: AWS::SNS::Topic}}");
    const html = draw(form, { key: "hush" }, ["No such image"]);
    expect(html).not.toContain("hush");
    expect(html).toContain("••••");
    expect(html).toMatch(/One check fails.*No such image/);
    expect(html).toContain("all the same");
  });
});
