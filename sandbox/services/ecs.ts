import { AwsError, type Handlers } from "../wire/handler";
import type { Ecs } from "../world/ecs";
import type { Place } from "../world/seams";
import { addTags, dropTags, type Tags } from "../world/shelf";
import { createEcsClusterHandlers } from "./ecs-clusters";
import { createEcsServiceHandlers } from "./ecs-services";
import { createEcsTaskHandlers } from "./ecs-tasks";
import { ecsTags, tagsFrom } from "./ecs-views";

/** ECS whole: clusters and capacity, task definitions and tasks, services and their deployments, tags. */
export function createEcsHandlers(world: { readonly ecs: Ecs }) {
  const { ecs } = world;
  const tagged = (place: Place, arn: string): { tags: Tags } => {
    const found =
      ecs.clusters(place).find((item) => item.arn === arn) ??
      ecs.capacityProviders(place).find((item) => item.arn === arn) ??
      ecs.definitions(place).find((item) => item.arn === arn) ??
      ecs.store.services(place).find((item) => item.arn === arn);
    if (found) return found;
    throw new AwsError("InvalidParameterException", `The specified resource ${arn} was not found.`);
  };

  return {
    ...createEcsClusterHandlers(world),
    ...createEcsTaskHandlers(world),
    ...createEcsServiceHandlers(world),

    TagResource: ({ resourceArn, tags }, ctx) => {
      addTags(tagged(ctx, resourceArn ?? ""), tagsFrom(tags));
      return {};
    },
    UntagResource: ({ resourceArn, tagKeys }, ctx) => {
      dropTags(tagged(ctx, resourceArn ?? ""), tagKeys ?? []);
      return {};
    },
    ListTagsForResource: ({ resourceArn }, ctx) => ({ tags: ecsTags(tagged(ctx, resourceArn ?? "").tags) }),
  } satisfies Handlers<"ecs">;
}
