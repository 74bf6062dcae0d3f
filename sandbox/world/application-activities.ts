import type { NotScaledReason } from "@aws-sdk/client-application-auto-scaling";
import type { ScalableTarget, ServiceActivity } from "./application-records";
import type { Ecs } from "./ecs";
import type { Kernel } from "./kernel";
import type { Place } from "./seams";
import { plainPlace } from "./shelf";

/** AWS keeps six weeks; what a person scrolls through is far less. */
const KEPT = 300;
/** How often (ms, shortened by the pace) an open change is compared with what the service runs. */
const CHECKED_EVERY = 15_000;

/** Changes of a service's desired count and their record. Texts: aws-facts.md section 3. */
export function createServiceActivities(
  kernel: Kernel,
  ecs: Ecs,
  find: (place: Place, resourceId: string) => ScalableTarget | undefined,
) {
  const remember = (target: ScalableTarget, activity: Omit<ServiceActivity, "id" | "startedAt">): ServiceActivity => {
    const made = { id: kernel.uuid(), startedAt: kernel.now(), ...activity };
    target.activities.unshift(made);
    target.activities.length = Math.min(target.activities.length, KEPT);
    return made;
  };
  const end = (activity: ServiceActivity, status: ServiceActivity["status"], message: string) => {
    activity.status = status;
    activity.message = message;
    activity.endedAt = kernel.now();
  };
  const plan = (place: Place, target: ScalableTarget) =>
    kernel.schedule("scaling.fulfilled", kernel.wait(CHECKED_EVERY), {
      ...plainPlace(place),
      resourceId: target.resourceId,
    });

  kernel.on<Place & { resourceId: string }>("scaling.fulfilled", ({ resourceId, ...place }) => {
    const target = find(place, resourceId);
    if (!target) return;
    const service = ecs.store.findService(place, target.cluster, target.service);
    const running = service
      ? ecs.store.liveTasks(place, service).filter((task) => task.status === "RUNNING" && task.desired === "RUNNING")
          .length
      : 0;
    let open = false;
    for (const activity of target.activities) {
      if (activity.status !== "InProgress" || activity.wanted === undefined) continue;
      const set = `Successfully set desired count to ${activity.wanted}.`;
      if (service?.desired !== activity.wanted) {
        end(activity, "Overridden", `${set} Found it was later changed to ${service?.desired ?? 0}.`);
      } else if (running === activity.wanted) {
        end(activity, "Successful", `${set} Change successfully fulfilled by ecs.`);
      } else open = true;
    }
    if (open) plan(place, target);
  });

  return {
    scale(place: Place, target: ScalableTarget, wanted: number, cause: string): void {
      const isFirst = !target.activities.some((activity) => activity.status === "InProgress");
      ecs.setDesired(place, target.cluster, target.service, wanted);
      remember(target, {
        description: `Setting desired count to ${wanted}.`,
        cause,
        status: "InProgress",
        message: `Successfully set desired count to ${wanted}. Waiting for change to be fulfilled by ecs.`,
        wanted,
      });
      if (isFirst) plan(place, target);
    },

    /** A policy ran and changed nothing; the same reason again and again is told once. */
    declined(target: ScalableTarget, cause: string, reason: NotScaledReason): void {
      const last = target.activities[0];
      if (last?.cause === cause && last.notScaled?.[0]?.Code === reason.Code) return;
      const made = remember(target, {
        description: "Attempting to scale due to alarm triggered",
        cause,
        status: "Failed",
        notScaled: [reason],
      });
      made.endedAt = made.startedAt;
    },
  };
}
