import type { Mapping } from "../template/values";
import { mapping, tagChange, tagsOf, text } from "./fields";
import type { Call, Provider } from "./provider";
import { quietly } from "./provider";

const shared = ({ properties }: Call) => ({
  Value: text(properties, "Value") ?? "",
  ...(text(properties, "Description") === undefined ? {} : { Description: text(properties, "Description") }),
});

const ownTags = (from: Mapping) => Object.entries(mapping(from, "Tags") ?? {}).map(([Key, Value]) => ({ Key, Value }));

/** AWS::SSM::Parameter. Tags are a mapping here, and generated names have no stack name [aws-facts 1.1]. */
export const parameter: Provider = {
  create(call) {
    const { properties, tools, ctx } = call;
    const name = text(properties, "Name") ?? `CFN-${call.logicalId}-${tools.kernel.alphanumeric(12)}`;
    const tags = tagsOf(call, ownTags(properties)).filter((tag) => !tag.Key.startsWith("aws:"));
    const Type = text(properties, "Type") === "StringList" ? "StringList" : "String";
    tools.invoke(
      "ssm",
      "PutParameter",
      { Name: name, Type, ...shared(call), ...(tags.length > 0 ? { Tags: tags } : {}) },
      ctx,
    );
    return name;
  },
  update(call) {
    const { tools, ctx, physicalId } = call;
    const Type = text(call.properties, "Type") === "StringList" ? "StringList" : "String";
    tools.invoke("ssm", "PutParameter", { Name: physicalId, Type, ...shared(call), Overwrite: true }, ctx);
    const resource = { ResourceType: "Parameter" as const, ResourceId: physicalId };
    const { now, gone } = tagChange(call, ownTags);
    if (gone.length > 0) tools.invoke("ssm", "RemoveTagsFromResource", { ...resource, TagKeys: gone }, ctx);
    const Tags = now.filter((tag) => !tag.Key.startsWith("aws:"));
    if (Tags.length > 0) tools.invoke("ssm", "AddTagsToResource", { ...resource, Tags }, ctx);
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("ssm", "DeleteParameter", { Name: physicalId }, ctx));
  },
  actual({ tools, ctx, physicalId }) {
    const found = tools.invoke("ssm", "GetParameter", { Name: physicalId }, ctx).Parameter;
    return found && { Name: found.Name, Type: found.Type, Value: found.Value };
  },
  read: ({ properties }) => ({ Type: text(properties, "Type") ?? "String", Value: text(properties, "Value") ?? "" }),
};
