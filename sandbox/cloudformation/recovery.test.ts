import { describe, expect, it } from "vitest";
import { launched } from "./testing-launch";

type Aws = ReturnType<typeof launched>;

function ready(values: Record<string, string> = {}): Aws {
  const aws = launched(values);
  aws.run(20);
  expect(aws.status()).toBe("CREATE_COMPLETE");
  return aws;
}

const image = ({ centre, ctx }: Aws): string | undefined => {
  const resources = centre.invoke("cloudformation", "DescribeStackResources", { StackName: "s" }, ctx).StackResources;
  const arn = resources?.find((one) => one.LogicalResourceId === "Service")?.PhysicalResourceId ?? "";
  const cluster = arn.split("/")[1] ?? "";
  const service = centre.invoke("ecs", "DescribeServices", { cluster, services: [arn] }, ctx).services?.[0];
  const taskDefinition = service?.taskDefinition ?? "";
  return centre
    .invoke("ecs", "DescribeTaskDefinition", { taskDefinition }, ctx)
    .taskDefinition?.containerDefinitions?.[0]?.image?.replace(/.*:/, "");
};

describe("an update of the stored template that goes wrong", () => {
  it("is cancelled while the new containers start, and the old image runs again", () => {
    const aws = ready();
    const start = aws.story().length;
    aws.update({ containerTag: "1.8.0" });
    aws.run(1);
    expect(aws.status()).toBe("UPDATE_IN_PROGRESS");
    aws.centre.invoke("cloudformation", "CancelUpdateStack", { StackName: "s" }, aws.ctx);
    aws.run(30);
    expect(aws.status()).toBe("UPDATE_ROLLBACK_COMPLETE");
    const story = aws.story().slice(start);
    expect(story).toContain("Service UPDATE_FAILED Resource update cancelled");
    expect(story).toContain("s UPDATE_ROLLBACK_IN_PROGRESS User Initiated");
    expect(image(aws)).toBe("1.4.2");
  });

  it.each(["image-pull", "crash", "health-check", "out-of-memory"] as const)(
    "ends where it was after a deployment that fails by %s",
    (failure) => {
      const aws = ready();
      aws.centre.world.controls.failNextDeployment(aws.ctx, failure);
      aws.update({ containerTag: "1.5.0" });
      aws.run(90);
      expect(aws.status()).toBe("UPDATE_ROLLBACK_COMPLETE");
      expect(image(aws)).toBe("1.4.2");
      aws.update({ containerTag: "1.5.0" });
      aws.run(30);
      expect(aws.status()).toBe("UPDATE_COMPLETE");
      expect(image(aws)).toBe("1.5.0");
    },
  );

  it("goes on after a restart in the middle of an update", () => {
    const aws = ready();
    aws.update({ containerTag: "1.5.0" });
    for (let i = 0; i < 12; i++) {
      aws.run(0.2);
      aws.restart();
    }
    aws.run(30);
    expect(aws.status()).toBe("UPDATE_COMPLETE");
    expect(image(aws)).toBe("1.5.0");
  });

  it("fails its launch in the order AWS tells it, and leaves nothing", () => {
    const aws = launched({}, (centre, ctx) => centre.failResource(ctx, "s", "Service", "Unable to assume the role"));
    aws.run(60);
    expect(aws.status()).toBe("ROLLBACK_COMPLETE");
    const story = aws.story();
    const failed = story.findIndex((line) => line.startsWith("Service CREATE_FAILED"));
    expect(story[failed]).toContain('Resource handler returned message: "Unable to assume the role"');
    expect(story.slice(failed).find((line) => line.startsWith("s ROLLBACK_IN_PROGRESS"))).toMatch(
      /The following resource\(s\) failed to create: \[Service\]\. Rollback requested by user\.$/,
    );
    expect(aws.centre.invoke("ecs", "ListClusters", {}, aws.ctx).clusterArns).toEqual([]);
  });
});
