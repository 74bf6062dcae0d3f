import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../wire/handler";
import type { TaskDefinition } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import { checkFargate, normalised } from "./fargate";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import type { Tags } from "./shelf";

const refuse = (message: string): never => {
  throw new AwsError("ClientException", message);
};

/** Task definitions: families of numbered revisions that never change. */
export function createTaskDefinitions(kernel: Kernel, store: EcsStore) {
  const require = (place: Place, ref: string): TaskDefinition =>
    store.findDefinition(place, ref) ?? refuse("Unable to describe task definition.");

  return {
    requireDefinition: require,

    register(place: Place, asked: Omit<RegisterTaskDefinitionRequest, "tags">, tags: Tags): TaskDefinition {
      const spec = normalised(asked);
      check(spec);
      checkFargate(spec);
      const state = store.state(place);
      const family = spec.family ?? "";
      const revision = (state.revisionsOf[family] ?? 0) + 1;
      state.revisionsOf[family] = revision;
      const definition: TaskDefinition = {
        arn: `arn:aws:ecs:${place.region}:${place.account}:task-definition/${family}:${revision}`,
        family,
        revision,
        status: "ACTIVE",
        registeredAt: kernel.now(),
        spec,
        tags,
      };
      state.taskDefinitions[`${family}:${revision}`] = definition;
      return definition;
    },

    deregister(place: Place, ref: string): TaskDefinition {
      const definition = require(place, ref);
      definition.status = "INACTIVE";
      definition.deregisteredAt = kernel.now();
      return definition;
    },

    /** Removes an inactive revision for good. */
    deleteDefinition(place: Place, ref: string): TaskDefinition {
      const definition = require(place, ref);
      if (definition.status === "ACTIVE") {
        refuse("The specified task definition is still in ACTIVE status. Please deregister the target and try again.");
      }
      definition.status = "DELETE_IN_PROGRESS";
      return definition;
    },

    definitions: (place: Place): TaskDefinition[] => Object.values(store.state(place).taskDefinitions),
  };
}

function check(spec: Omit<RegisterTaskDefinitionRequest, "tags">): void {
  const containers = spec.containerDefinitions ?? [];
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(spec.family ?? "")) {
    refuse("Family should not be null or empty and contains up to 255 letters, numbers, hyphens and underscores.");
  }
  if (containers.length === 0) refuse("Container list cannot be empty.");
  if (containers.every((container) => container.essential === false)) {
    refuse("Invalid 'essential' setting for container. At least one container must be essential.");
  }
  for (const container of containers) {
    if (!container.name) refuse("Container.name should not be null or empty.");
    if (!container.image) refuse("Container.image should not be null or empty.");
    if (!spec.memory && !container.memory && !container.memoryReservation) {
      refuse(
        `Invalid setting for container '${container.name}'. At least one of 'memory' or 'memoryReservation' must be specified.`,
      );
    }
    if (container.memory && container.memoryReservation && container.memory < container.memoryReservation) {
      refuse(
        `Invalid setting for container '${container.name}'. Memory must be greater than or equal to memory reservation.`,
      );
    }
  }
}
