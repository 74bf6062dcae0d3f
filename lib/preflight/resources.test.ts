import { expect, it } from "vitest";
import { formOf } from "@/lib/templates/parameters";
import { parseTemplate } from "@/lib/templates/parse";
import { readTemplate } from "@/lib/templates/yaml";
import { madeOf } from "./resources";

const text = `
Parameters: {name: {Type: String}, size: {Type: String}, big: {Type: String, Default: "false"}}
Mappings: {Sizes: {small: {Cpu: "256"}}}
Conditions: {Big: !Equals [!Ref big, "true"]}
Resources:
  A:
    Type: AWS::SNS::Topic
    Properties:
      Ref: !Ref name
      Sub: !Sub "\${name}-\${AWS::Region}-\${!keep}"
      SubMap: !Sub ["\${x}/\${name}", {x: !Ref size}]
      Join: !Join ["-", [a, !Ref name]]
      Map: !FindInMap [Sizes, !Ref size, Cpu]
      If: !If [Big, 1, 2]
      Gone: !If [Big, 1, !Ref AWS::NoValue]
      Arn: !GetAtt B.Arn
      SubArn: !Sub "\${B.Arn}/x"
      List: [{V: !Ref name}, !Ref B]
  B: {Type: AWS::SNS::Topic, Condition: Big}
`;

it("works out what the values tell, and leaves out what only AWS can tell", () => {
  const parsed = parseTemplate(text);
  const read = readTemplate(text);
  if (!parsed.ok || !read.ok) throw new Error("unreadable");
  const scope = {
    template: read.template,
    form: formOf(parsed, { id: "t" }),
    values: { name: "orders", size: "small", big: "false" },
    pseudo: { "AWS::Region": "us-east-1" },
  };
  expect(madeOf(scope, new Set(["B"]))).toEqual([
    {
      logicalId: "A",
      type: "AWS::SNS::Topic",
      properties: {
        Ref: "orders",
        Sub: `orders-us-east-1-\${keep}`,
        SubMap: "small/orders",
        Join: "a-orders",
        Map: "256",
        If: 2,
        List: [{ V: "orders" }],
      },
    },
  ]);
});
