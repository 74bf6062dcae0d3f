import { AwsError, type CallContext, type Handlers } from "../wire/handler";
import type { Parameter, Parameters } from "../world/parameters";
import { page } from "./paging";

const TYPES = ["String", "StringList", "SecureString"] as const;

/** Systems Manager's Parameter Store. Secure values are shown only to who asks for decryption, as in AWS. */
export function createSsmHandlers({ parameters }: { parameters: Parameters }) {
  const view = (ctx: CallContext, parameter: Parameter, decrypt = false) => ({
    Name: parameter.name,
    Type: parameter.type,
    Value:
      parameter.type === "SecureString" && !decrypt ? Buffer.from("kms:sealed").toString("base64") : parameter.value,
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modifiedAt),
    ARN: `arn:aws:ssm:${ctx.region}:${parameter.isPublic ? "" : ctx.account}:parameter/${parameter.name.replace(/^\//, "")}`,
    DataType: parameter.dataType,
  });

  return {
    GetParameter: ({ Name = "", WithDecryption }, ctx) => {
      const found = parameters.resolve(ctx, Name);
      if (!found) throw new AwsError("ParameterNotFound", "");
      return { Parameter: view(ctx, found, WithDecryption) };
    },
    GetParameters: ({ Names = [], WithDecryption }, ctx) => ({
      Parameters: Names.flatMap((name) => {
        const found = parameters.resolve(ctx, name);
        return found ? [view(ctx, found, WithDecryption)] : [];
      }),
      InvalidParameters: Names.filter((name) => !parameters.resolve(ctx, name)),
    }),
    GetParametersByPath: ({ Path = "/", Recursive, WithDecryption, MaxResults, NextToken }, ctx) => {
      const found = parameters.below(ctx, Path, Recursive ?? false);
      const { items, nextToken } = page(found, NextToken, MaxResults ?? 10);
      return {
        Parameters: items.map((parameter) => view(ctx, parameter, WithDecryption)),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
    DescribeParameters: ({ MaxResults, NextToken, ParameterFilters }, ctx) => {
      const names = ParameterFilters?.find((filter) => filter.Key === "Name");
      const wanted = parameters
        .own(ctx)
        .filter(({ name }) =>
          !names
            ? true
            : (names.Values ?? []).some((value) =>
                names.Option === "BeginsWith" ? name.startsWith(value) : name === value,
              ),
        );
      const { items, nextToken } = page(wanted, NextToken, MaxResults ?? 50);
      return {
        Parameters: items.map((parameter) => ({
          Name: parameter.name,
          Type: parameter.type,
          Version: parameter.version,
          LastModifiedDate: new Date(parameter.modifiedAt),
          Description: parameter.description,
          DataType: parameter.dataType,
          Tier: "Standard" as const,
        })),
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      };
    },
    PutParameter: (input, ctx) => {
      const { Name = "", Value = "", Overwrite, Description, Tags, DataType } = input;
      const type = TYPES.find((known) => known === input.Type);
      const Version = parameters.put(
        ctx,
        {
          name: Name,
          value: Value,
          ...(type === undefined ? {} : { type }),
          description: Description,
          ...(DataType === undefined ? {} : { dataType: DataType }),
          ...(Tags === undefined
            ? {}
            : { tags: Object.fromEntries(Tags.map((tag) => [tag.Key ?? "", tag.Value ?? ""])) }),
        },
        Overwrite ?? false,
      );
      return { Version, Tier: "Standard" as const };
    },
    DeleteParameter: ({ Name = "" }, ctx) => {
      if (!parameters.remove(ctx, Name)) throw new AwsError("ParameterNotFound", "");
      return {};
    },
    DeleteParameters: ({ Names = [] }, ctx) => {
      const DeletedParameters = Names.filter((name) => parameters.remove(ctx, name));
      return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
    },
    AddTagsToResource: ({ ResourceId = "", Tags }, ctx) => {
      const { tags } = named(ctx, ResourceId);
      for (const { Key = "", Value = "" } of Tags ?? []) tags[Key] = Value;
      return {};
    },
    RemoveTagsFromResource: ({ ResourceId = "", TagKeys }, ctx) => {
      const { tags } = named(ctx, ResourceId);
      for (const key of TagKeys ?? []) delete tags[key];
      return {};
    },
    ListTagsForResource: ({ ResourceId = "" }, ctx) => ({
      TagList: Object.entries(named(ctx, ResourceId).tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  } satisfies Handlers<"ssm">;

  function named(ctx: CallContext, name: string): Parameter {
    const found = parameters.find(ctx, name);
    if (!found) throw new AwsError("InvalidResourceId", "");
    return found;
  }
}
