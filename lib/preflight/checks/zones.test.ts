import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { formOf } from "@/lib/templates/parameters";
import { parseTemplate } from "@/lib/templates/parse";
import { input, world } from "../test-sample";
import { publicSubnets } from "./public-subnets";
import { zones } from "./zones";

const parsed = parseTemplate(readFileSync(join(process.cwd(), "lib/templates/testing/article.yaml"), "utf8"));
if (!parsed.ok) throw new Error("unreadable");
const article = formOf(parsed, { id: "article" });
const given = (values: Record<string, string>) => ({
  ...input(),
  form: article,
  values: {
    vpcid: "vpc-1",
    pubsubnet1: "subnet-public-a",
    pubsubnet2: "subnet-public-b",
    az1: "us-east-1a",
    az2: "us-east-1b",
    ...values,
  },
});

it("finds a zone that is not its subnet's, and the right one with a click", async () => {
  expect(await zones.run(given({}), world())).toMatchObject({ status: "pass" });
  expect(await zones.run(given({ az2: "us-east-1c" }), world())).toMatchObject({
    status: "fail",
    evidence: expect.stringMatching(/us-east-1c, but public-b lies in us-east-1b/),
    fix: { set: { az2: "us-east-1b" } },
  });
});

it("judges the article's single subnets as one choice", async () => {
  expect(await publicSubnets.run(given({}), world())).toMatchObject({ status: "pass" });
  expect(await publicSubnets.run(given({ pubsubnet2: "subnet-private-a" }), world())).toMatchObject({ status: "fail" });
});
