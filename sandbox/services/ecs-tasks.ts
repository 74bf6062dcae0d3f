import { AwsError, type Handlers } from "../wire/handler";
import type { Ecs } from "../world/ecs";
import type { Task } from "../world/ecs-records";
import type { Place } from "../world/seams";
import { missing, token } from "./ecs-clusters";
import { taskView } from "./ecs-task-views";
import { definitionView, ecsTags, tagsFrom } from "./ecs-views";
import { page } from "./paging";

const LIMIT = 100;

/** Task definitions and tasks. */
export function createEcsTaskHandlers({ ecs }: { readonly ecs: Ecs }) {
  const { store } = ecs;
  const view = (place: Place, task: Task) =>
    taskView(store.findCluster(place, task.cluster)?.arn ?? "", task, store.findDefinition(place, task.definition));

  return {
    RegisterTaskDefinition: ({ tags, ...spec }, ctx) => {
      const definition = ecs.register(ctx, spec, tagsFrom(tags));
      return { taskDefinition: definitionView(definition), tags: ecsTags(definition.tags) };
    },
    DescribeTaskDefinition: ({ taskDefinition, include }, ctx) => {
      const definition = ecs.requireDefinition(ctx, taskDefinition ?? "");
      return {
        taskDefinition: definitionView(definition),
        ...(include?.includes("TAGS") ? { tags: ecsTags(definition.tags) } : {}),
      };
    },
    DeregisterTaskDefinition: ({ taskDefinition }, ctx) => ({
      taskDefinition: definitionView(ecs.deregister(ctx, taskDefinition ?? "")),
    }),
    DeleteTaskDefinitions: ({ taskDefinitions }, ctx) => ({
      taskDefinitions: (taskDefinitions ?? []).map((ref) => definitionView(ecs.deleteDefinition(ctx, ref))),
      failures: [],
    }),
    ListTaskDefinitions: ({ familyPrefix, status, sort, maxResults, nextToken }, ctx) => {
      const found = ecs
        .definitions(ctx)
        .filter((definition) => !familyPrefix || definition.family === familyPrefix)
        .filter((definition) => definition.status === (status ?? "ACTIVE"))
        .sort((a, b) => a.family.localeCompare(b.family) || a.revision - b.revision);
      if (sort === "DESC") found.reverse();
      const paged = page(found, nextToken, maxResults ?? LIMIT);
      return { taskDefinitionArns: paged.items.map((definition) => definition.arn), ...token(paged.nextToken) };
    },
    ListTaskDefinitionFamilies: ({ familyPrefix, status, maxResults, nextToken }, ctx) => {
      const found = ecs
        .definitions(ctx)
        .filter((definition) => definition.family.startsWith(familyPrefix ?? ""))
        .filter((definition) => !status || status === "ALL" || definition.status === status)
        .map((definition) => definition.family);
      const paged = page([...new Set(found)].sort(), nextToken, maxResults ?? LIMIT);
      return { families: paged.items, ...token(paged.nextToken) };
    },

    ListTasks: (input, ctx) => {
      const { name } = store.cluster(ctx, input.cluster);
      const desired = input.desiredStatus ?? "RUNNING";
      const host = input.containerInstance ? store.containerInstance(ctx, input.containerInstance) : undefined;
      const service = input.serviceName ? store.findService(ctx, name, input.serviceName) : undefined;
      if (input.serviceName && !service) throw new AwsError("ServiceNotFoundException", "Service not found.");
      const found = store
        .tasksIn(ctx, name)
        .filter((task) => (desired === "STOPPED" ? task.desired === "STOPPED" : task.desired === "RUNNING"))
        .filter((task) => !service || task.service === service.name)
        .filter((task) => !input.startedBy || task.startedBy === input.startedBy)
        .filter((task) => !input.containerInstance || task.instanceId === host?.instanceId)
        .filter((task) => !input.family || task.definition.includes(`:task-definition/${input.family}:`))
        .filter((task) => !input.launchType || input.launchType === task.launchType);
      const paged = page(found, input.nextToken, input.maxResults ?? LIMIT);
      return { taskArns: paged.items.map((task) => task.arn), ...token(paged.nextToken) };
    },
    DescribeTasks: ({ cluster, tasks = [] }, ctx) => {
      const { name } = store.cluster(ctx, cluster);
      if (tasks.length > LIMIT)
        throw new AwsError("InvalidParameterException", "Tasks cannot have more than 100 elements.");
      const found = tasks.map((ref) => {
        const task = store.task(ctx, ref);
        return { ref, task: task?.cluster === name ? task : undefined };
      });
      return {
        tasks: found.flatMap(({ task }) => (task ? [view(ctx, task)] : [])),
        failures: found.flatMap(({ ref, task }) => (task ? [] : [missing(ctx, `task/${name}`, ref)])),
      };
    },
    StopTask: ({ cluster, task, reason }, ctx) => ({
      task: view(ctx, ecs.stopTask(ctx, cluster, task ?? "", reason)),
    }),
  } satisfies Handlers<"ecs">;
}
