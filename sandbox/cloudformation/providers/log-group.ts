import { AwsError } from "../../wire/handler";
import { flag, mappings, number, physicalName, tagChange, tagsOf, text } from "./fields";
import { HandlerError, type Provider, quietly } from "./provider";

/** AWS::Logs::LogGroup. Retention is a call of its own, as in the real handler. */
export const logGroup: Provider = {
  announces: ["create"],
  create(call) {
    const { properties, tools, ctx } = call;
    const logGroupName = text(properties, "LogGroupName") ?? physicalName(call, 512);
    const tags = tagsOf(call, mappings(properties, "Tags")).filter((tag) => !tag.Key.startsWith("aws:"));
    const logGroupClass = text(properties, "LogGroupClass") === "INFREQUENT_ACCESS" ? "INFREQUENT_ACCESS" : "STANDARD";
    try {
      tools.invoke(
        "logs",
        "CreateLogGroup",
        {
          logGroupName,
          logGroupClass,
          ...(tags.length > 0 ? { tags: Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value])) } : {}),
          ...(flag(properties, "DeletionProtectionEnabled") ? { deletionProtectionEnabled: true } : {}),
        },
        ctx,
      );
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
      throw new HandlerError(
        `Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"${logGroupName}"}' already exists.`,
        "AlreadyExists",
      );
    }
    call.made = logGroupName;
    const retentionInDays = number(properties, "RetentionInDays");
    if (retentionInDays !== undefined) {
      tools.invoke("logs", "PutRetentionPolicy", { logGroupName, retentionInDays }, ctx);
    }
    return logGroupName;
  },
  update(call) {
    const { properties, before, tools, ctx, physicalId: logGroupName } = call;
    const resourceArn = `arn:aws:logs:${ctx.region}:${ctx.account}:log-group:${logGroupName}`;
    const { now, gone } = tagChange(call);
    if (gone.length > 0) tools.invoke("logs", "UntagResource", { resourceArn, tagKeys: gone }, ctx);
    const tags = now.filter((tag) => !tag.Key.startsWith("aws:")).map((tag) => [tag.Key, tag.Value]);
    if (tags.length > 0) tools.invoke("logs", "TagResource", { resourceArn, tags: Object.fromEntries(tags) }, ctx);
    const retentionInDays = number(properties, "RetentionInDays");
    if (retentionInDays !== undefined) {
      tools.invoke("logs", "PutRetentionPolicy", { logGroupName, retentionInDays }, ctx);
    } else if (number(before, "RetentionInDays") !== undefined) {
      tools.invoke("logs", "DeleteRetentionPolicy", { logGroupName }, ctx);
    }
  },
  delete({ tools, ctx, physicalId }) {
    quietly(() => tools.invoke("logs", "DeleteLogGroup", { logGroupName: physicalId }, ctx));
  },
  actual({ tools, ctx, physicalId }) {
    const input = { logGroupNamePrefix: physicalId };
    const groups = tools.invoke("logs", "DescribeLogGroups", input, ctx).logGroups ?? [];
    const found = groups.find((group) => group.logGroupName === physicalId);
    return (
      found && {
        LogGroupName: found.logGroupName,
        RetentionInDays: found.retentionInDays,
        LogGroupClass: found.logGroupClass,
        DeletionProtectionEnabled: found.deletionProtectionEnabled,
      }
    );
  },
  read: ({ ctx, physicalId }) => ({ Arn: `arn:aws:logs:${ctx.region}:${ctx.account}:log-group:${physicalId}:*` }),
};
