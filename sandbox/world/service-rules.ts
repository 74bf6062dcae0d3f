import type { CreateServiceRequest, UpdateServiceRequest } from "@aws-sdk/client-ecs";
import { AwsError } from "../wire/handler";
import type { Cluster, Service } from "./ecs-records";

/** Refuses a request as ECS does. */
export function invalid(message: string): never {
  throw new AwsError("InvalidParameterException", message);
}

/** What a DAEMON service may not have. Texts: aws-facts.md section 2.3; capacity providers: section 8.6. */
export function checkDaemon(input: CreateServiceRequest, cluster: Cluster): void {
  if (input.desiredCount !== undefined) {
    invalid(
      "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again",
    );
  }
  if ((input.deploymentConfiguration?.maximumPercent ?? 100) > 100) {
    invalid("The daemon scheduling strategy does not support values above 100 for maximumPercent");
  }
  if (input.launchType === "FARGATE") {
    invalid("The daemon scheduling strategy is not supported with the FARGATE launch type.");
  }
  if (input.placementStrategy?.length) {
    invalid("The daemon scheduling strategy does not support placement strategies");
  }
  const inherited = !input.launchType && cluster.defaultStrategy.length > 0;
  if (input.capacityProviderStrategy?.length || inherited) {
    invalid("The daemon scheduling strategy does not support a capacity provider strategy");
  }
}

/** What an update may not ask of a DAEMON service. */
export function checkUpdate(service: Service, input: UpdateServiceRequest): void {
  if (service.scheduling !== "DAEMON") return;
  if (input.desiredCount !== undefined) {
    invalid(
      "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again",
    );
  }
  if ((input.deploymentConfiguration?.maximumPercent ?? 100) > 100) {
    invalid("The daemon scheduling strategy does not support values above 100 for maximumPercent");
  }
}
