import { AwsError, type Handlers } from "../wire/handler";
import type { Ecs } from "../world/ecs";
import type { Service } from "../world/ecs-records";
import type { Place } from "../world/seams";
import { missing, token } from "./ecs-clusters";
import { revisionView, serviceDeploymentBrief, serviceDeploymentView } from "./ecs-deployment-views";
import { type Counts, countTasks, serviceView, tagsFrom } from "./ecs-views";
import { page } from "./paging";

const DESCRIBED = 10;
const DESCRIBED_DEPLOYMENTS = 20;

const tooMany = (what: string, limit: number) =>
  new AwsError("InvalidParameterException", `${what} cannot have more than ${limit} elements.`);

/** Services, their deployments and revisions. */
export function createEcsServiceHandlers({ ecs }: { readonly ecs: Ecs }) {
  const { store } = ecs;
  const view = (place: Place, service: Service, withTags = true) =>
    serviceView(service, store.liveTasks(place, service), ecs.desiredOf(place, service), withTags);
  const within = (place: Place, service: string | undefined, cluster: string | undefined) =>
    store.service(place, cluster, service ?? "");
  const countsOf =
    (place: Place, service: Service) =>
    (revisionArn: string): Counts | undefined => {
      const deployment = service.deployments.find((candidate) => candidate.revisionArn === revisionArn);
      if (!deployment) return undefined;
      const tasks = store.liveTasks(place, service).filter((task) => task.deploymentId === deployment.id);
      return { desired: deployment.status === "PRIMARY" ? ecs.desiredOf(place, service) : 0, ...countTasks(tasks) };
    };

  return {
    CreateService: (input, ctx) => ({
      service: view(ctx, ecs.createService(ctx, input, tagsFrom(input.tags), `arn:aws:iam::${ctx.account}:root`)),
    }),
    UpdateService: (input, ctx) => ({ service: view(ctx, ecs.updateService(ctx, input)) }),
    DeleteService: ({ cluster, service, force }, ctx) => ({
      service: view(ctx, ecs.deleteService(ctx, cluster, service ?? "", force ?? false)),
    }),
    DescribeServices: ({ cluster, services = [], include }, ctx) => {
      const { name } = store.cluster(ctx, cluster);
      if (services.length > DESCRIBED) throw tooMany("Services", DESCRIBED);
      const found = services.map((ref) => ({ ref, service: store.findService(ctx, name, ref) }));
      const withTags = include?.includes("TAGS") ?? false;
      return {
        services: found.flatMap(({ service }) => (service ? [view(ctx, service, withTags)] : [])),
        failures: found.flatMap(({ ref, service }) => (service ? [] : [missing(ctx, `service/${name}`, ref)])),
      };
    },
    ListServices: ({ cluster, launchType, schedulingStrategy, maxResults, nextToken }, ctx) => {
      const { name } = store.cluster(ctx, cluster);
      const found = store
        .servicesIn(ctx, name)
        .filter((service) => service.status === "ACTIVE")
        .filter((service) => !launchType || service.spec.launchType === launchType)
        .filter((service) => !schedulingStrategy || service.scheduling === schedulingStrategy);
      const paged = page(found, nextToken, maxResults ?? DESCRIBED);
      return { serviceArns: paged.items.map((service) => service.arn), ...token(paged.nextToken) };
    },

    ListServiceDeployments: ({ service, cluster, status, createdAt, maxResults, nextToken }, ctx) => {
      const found = within(ctx, service, cluster);
      const briefs = found.serviceDeployments
        .filter((record) => !status?.length || status.some((wanted) => wanted === record.status))
        .filter((record) => !createdAt?.after || record.createdAt > createdAt.after.getTime())
        .filter((record) => !createdAt?.before || record.createdAt < createdAt.before.getTime());
      const paged = page(briefs, nextToken, maxResults ?? DESCRIBED_DEPLOYMENTS);
      return {
        serviceDeployments: paged.items.map((record) => serviceDeploymentBrief(found, record)),
        ...token(paged.nextToken),
      };
    },
    DescribeServiceDeployments: ({ serviceDeploymentArns = [] }, ctx) => {
      if (serviceDeploymentArns.length > DESCRIBED_DEPLOYMENTS) throw tooMany("Service deployment ARNs", 20);
      const found = serviceDeploymentArns.map((arn) => {
        const service = store.ownerOf(ctx, arn);
        const record = service?.serviceDeployments.find((candidate) => candidate.arn === arn);
        return { arn, view: service && record && serviceDeploymentView(service, record, countsOf(ctx, service)) };
      });
      return {
        serviceDeployments: found.flatMap(({ view: shown }) => (shown ? [shown] : [])),
        failures: found.flatMap(({ arn, view: shown }) => (shown ? [] : [{ arn, reason: "MISSING" }])),
      };
    },
    DescribeServiceRevisions: ({ serviceRevisionArns = [] }, ctx) => {
      if (serviceRevisionArns.length > DESCRIBED_DEPLOYMENTS) throw tooMany("Service revision ARNs", 20);
      const found = serviceRevisionArns.map((arn) => {
        const service = store.ownerOf(ctx, arn);
        const revision = service?.revisions.find((candidate) => candidate.arn === arn);
        return { arn, view: service && revision && revisionView(service, revision) };
      });
      return {
        serviceRevisions: found.flatMap(({ view: shown }) => (shown ? [shown] : [])),
        failures: found.flatMap(({ arn, view: shown }) => (shown ? [] : [{ arn, reason: "MISSING" }])),
      };
    },
    StopServiceDeployment: ({ serviceDeploymentArn, stopType }, ctx) => {
      ecs.stopServiceDeployment(ctx, serviceDeploymentArn ?? "", stopType ?? "ROLLBACK");
      return { serviceDeploymentArn };
    },
  } satisfies Handlers<"ecs">;
}
