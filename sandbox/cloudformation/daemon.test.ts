import { describe, expect, it } from "vitest";
import { launched } from "./testing-launch";

describe("the stored template", () => {
  it("launches, deploys a tag, falls back from a bad one, and leaves nothing when deleted", () => {
    const { centre, ctx, story, status, run, update } = launched();
    run(20);
    expect(story().filter((line) => line.includes("FAILED"))).toEqual([]);
    expect(status()).toBe("CREATE_COMPLETE");
    const created = story();
    expect(created.filter((line) => /Received SUCCESS signal with UniqueId i-/.test(line))).toHaveLength(2);
    expect(created.indexOf("AutoScalingGroup CREATE_COMPLETE")).toBeLessThan(
      created.indexOf("Service CREATE_IN_PROGRESS"),
    );

    update({ containerTag: "1.5.0" });
    run(20);
    expect(story().slice(created.length)).toEqual([
      "s UPDATE_IN_PROGRESS User Initiated",
      "TaskDefinition UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.",
      "TaskDefinition UPDATE_IN_PROGRESS Resource creation Initiated",
      "TaskDefinition UPDATE_COMPLETE",
      "Service UPDATE_IN_PROGRESS",
      "Service UPDATE_IN_PROGRESS Eventual consistency check initiated",
      "Service UPDATE_COMPLETE",
      "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
      "TaskDefinition DELETE_IN_PROGRESS",
      "TaskDefinition DELETE_COMPLETE",
      "s UPDATE_COMPLETE",
    ]);

    const before = story().length;
    update({ containerTag: "1.6.0" });
    run(60);
    expect(story().slice(before + 4)).toEqual([
      "Service UPDATE_IN_PROGRESS",
      expect.stringMatching(
        /^Service UPDATE_FAILED Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'\." \(RequestToken: [-0-9a-f]{36}, HandlerErrorCode: GeneralServiceException\)$/,
      ),
      "s UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Service].",
      "TaskDefinition UPDATE_IN_PROGRESS",
      "TaskDefinition UPDATE_COMPLETE",
      "Service UPDATE_IN_PROGRESS",
      "Service UPDATE_IN_PROGRESS Eventual consistency check initiated",
      "Service UPDATE_COMPLETE",
      "s UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
      "TaskDefinition DELETE_IN_PROGRESS",
      "TaskDefinition DELETE_COMPLETE",
      "s UPDATE_ROLLBACK_COMPLETE",
    ]);

    centre.invoke("cloudformation", "DeleteStack", { StackName: "s" }, ctx);
    run(60);
    expect(status()).toBe("DELETE_COMPLETE");
    expect(centre.invoke("autoscaling", "DescribeAutoScalingGroups", {}, ctx).AutoScalingGroups).toEqual([]);
    expect(centre.invoke("ecs", "ListClusters", {}, ctx).clusterArns).toEqual([]);
    expect(centre.invoke("elasticloadbalancing", "DescribeLoadBalancers", {}, ctx).LoadBalancers).toEqual([]);
    expect(centre.invoke("elasticloadbalancing", "DescribeTargetGroups", {}, ctx).TargetGroups).toEqual([]);
    expect(centre.invoke("monitoring", "DescribeAlarms", {}, ctx).MetricAlarms).toEqual([]);
    expect(centre.invoke("logs", "DescribeLogGroups", {}, ctx).logGroups).toEqual([]);
    const groups = centre.invoke("ec2", "DescribeSecurityGroups", {}, ctx).SecurityGroups ?? [];
    expect(groups.filter((group) => group.GroupName?.startsWith("s-"))).toEqual([]);
  });

  it("replaces the instances one by one when their type changes", () => {
    const { centre, ctx, story, status, run, update } = launched();
    run(20);
    const start = story().length;
    update({ ec2Size: "t3.medium" });
    run(60);
    const masked = story()
      .slice(start)
      .filter((line) => line.startsWith("AutoScalingGroup"))
      .map((line) => line.replace(/i-[0-9a-f]{17}/g, "i-…"));
    const batch = (percent: number) => [
      "AutoScalingGroup UPDATE_IN_PROGRESS Terminating instance(s) [i-…]; replacing with 1 new instance(s).",
      "AutoScalingGroup UPDATE_IN_PROGRESS Received SUCCESS signal with UniqueId i-…",
      `AutoScalingGroup UPDATE_IN_PROGRESS Successfully terminated instance(s) [i-…] (Progress ${percent}%).`,
      "AutoScalingGroup UPDATE_IN_PROGRESS New instance(s) added to autoscaling group - Waiting on 1 resource signal(s) with a timeout of PT15M.",
    ];
    expect(masked).toEqual([
      "AutoScalingGroup UPDATE_IN_PROGRESS",
      "AutoScalingGroup UPDATE_IN_PROGRESS Rolling update initiated. Terminating 2 obsolete instance(s) in batches of 1, while keeping at least 1 instance(s) in service. Waiting on resource signals with a timeout of PT15M when new instances are added to the autoscaling group.",
      ...batch(50),
      ...batch(100),
      "AutoScalingGroup UPDATE_COMPLETE",
    ]);
    expect(status()).toBe("UPDATE_COMPLETE");
    const group = centre.invoke("autoscaling", "DescribeAutoScalingGroups", {}, ctx).AutoScalingGroups?.[0];
    expect(group?.Instances?.map((one) => one.InstanceType)).toEqual(["t3.medium", "t3.medium"]);
    expect(group?.SuspendedProcesses).toEqual([]);
  });

  it("launches with every option on, and loses them again in an update", () => {
    const found = launched();
    const { centre, ctx, story, status, run, update } = found;
    run(20);
    const certificate = centre.invoke("acm", "ListCertificates", {}, ctx).CertificateSummaryList?.[0];
    const zones = centre.invoke("route53", "ListHostedZones", {}, ctx).HostedZones ?? [];
    const zone = zones.find((one) => !one.Config?.PrivateZone);
    const key = centre.invoke("ec2", "DescribeKeyPairs", {}, ctx).KeyPairs?.[0]?.KeyName ?? "";
    const domain = `orders.${zone?.Name?.replace(/\.$/, "")}`;
    const records = () =>
      centre
        .invoke("route53", "ListResourceRecordSets", { HostedZoneId: zone?.Id ?? "" }, ctx)
        .ResourceRecordSets?.filter((record) => record.Name === `${domain}.`)
        .map((record) => record.Type);
    update({
      enableTls: "true",
      acmCertificateArn: certificate?.CertificateArn ?? "",
      redirectHttp: "true",
      enableDns: "true",
      route53ZoneId: zone?.Id?.replace("/hostedzone/", "") ?? "",
      url: domain,
      enableIpv6: "true",
      enableSsh: "true",
      ec2Key: key,
      enableSessionManager: "true",
    });
    run(60);
    expect(story().filter((line) => line.includes("FAILED"))).toEqual([]);
    expect(status()).toBe("UPDATE_COMPLETE");
    expect(records()).toEqual(["A", "AAAA"]);
    update({});
    run(60);
    expect(story().filter((line) => line.includes("FAILED"))).toEqual([]);
    expect(status()).toBe("UPDATE_COMPLETE");
    expect(records()).toEqual([]);
  });

  it("foresees a tag's deployment: a new task definition, a service that follows", () => {
    const { centre, ctx, run, parameters } = launched();
    run(20);
    const stack = { StackName: "s", ChangeSetName: "c" };
    centre.invoke(
      "cloudformation",
      "CreateChangeSet",
      {
        ...stack,
        UsePreviousTemplate: true,
        Parameters: parameters({ containerTag: "1.5.0" }),
        Capabilities: ["CAPABILITY_IAM"],
      },
      ctx,
    );
    run(1);
    const plan = centre.invoke("cloudformation", "DescribeChangeSet", { ...stack, IncludePropertyValues: true }, ctx);
    expect(plan).toMatchObject({ Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE" });
    const seen = plan.Changes?.map(({ ResourceChange: change }) => [
      change?.LogicalResourceId,
      change?.Replacement,
      change?.Details?.map((detail) => [detail.Target?.Path, detail.ChangeSource, detail.Evaluation].join(" ")),
    ]);
    expect(seen).toContainEqual([
      "TaskDefinition",
      "True",
      [
        "/Properties/ContainerDefinitions/0/Image ParameterReference Static",
        "/Properties/ContainerDefinitions/0/Image DirectModification Dynamic",
      ],
    ]);
    expect(seen).toContainEqual([
      "Service",
      "False",
      ["/Properties/TaskDefinition ResourceReference Static", "/Properties/TaskDefinition DirectModification Dynamic"],
    ]);
    const image = plan.Changes?.find((one) => one.ResourceChange?.LogicalResourceId === "TaskDefinition");
    expect(image?.ResourceChange?.Details?.[0]?.Target).toMatchObject({
      BeforeValue: expect.stringMatching(/acme\/orders:1\.4\.2$/),
      AfterValue: expect.stringMatching(/acme\/orders:1\.5\.0$/),
    });
    centre.invoke("cloudformation", "ExecuteChangeSet", stack, ctx);
    run(20);
    expect(centre.invoke("cloudformation", "DescribeStacks", { StackName: "s" }, ctx).Stacks?.[0]).toMatchObject({
      StackStatus: "UPDATE_COMPLETE",
      ChangeSetId: plan.ChangeSetId,
    });
  });
});
