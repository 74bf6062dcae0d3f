import type { ContainerInstances } from "./container-instances";
import { type Deployments, primaryOf } from "./deployments";
import type { Deployment, Service, Task, TaskDefinition } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Kernel } from "./kernel";
import { obstacleIn } from "./placement";
import { planQueue, planStarts, planStops, type View } from "./scheduler-plan";
import { createViews, isJudgedByAge, SETTLED } from "./scheduler-view";
import type { Place } from "./seams";
import { complain, EVENT_TEXTS, writeEvent } from "./service-events";
import { plainPlace } from "./shelf";
import type { Tasks } from "./tasks";

/** Real-world times in ms, shortened by the pace. */
const LOOK_AFTER = 2_000;
const STEADY_AGAIN = 6 * 3_600_000;

type Ref = Place & { cluster: string; service: string };
export type Scheduler = ReturnType<typeof createScheduler>;

/** The service scheduler: looks at a service when something changed, and starts and stops tasks. */
export function createScheduler(parts: {
  kernel: Kernel;
  store: EcsStore;
  tasks: Tasks;
  deployments: Deployments;
  containerInstances: ContainerInstances;
}) {
  const { kernel, store, tasks, deployments, containerInstances } = parts;
  const say = (service: Service, message: string, offset = 0) => writeEvent(kernel, service, message, offset);

  /** Plans a look; several changes share one. */
  const look = (place: Place, service: Service, ms = LOOK_AFTER) => {
    const due = kernel.now() + kernel.wait(ms);
    if (service.lookAt !== undefined && service.lookAt <= due) return;
    service.lookAt = due;
    kernel.scheduleAt("ecs.look", due, { ...plainPlace(place), cluster: service.cluster, service: service.name });
  };

  const { isHealthy, viewOf } = createViews({ kernel, store, containerInstances });

  /** Running tasks that are not in their target groups yet are registered, as one event a group. */
  const joinTargets = (place: Place, service: Service, live: readonly Task[]) => {
    const joined = live
      .filter((task) => task.status === "RUNNING" && task.desired === "RUNNING")
      .flatMap((task) => tasks.join(place, task));
    for (const arn of new Set(joined)) {
      say(service, EVENT_TEXTS.registered(service.name, joined.filter((other) => other === arn).length, arn));
    }
  };

  /** Stops tasks and says so: what was stopped, what left its target group, what drains. */
  const stopAll = (place: Place, service: Service, stopping: readonly Task[], code: string, reason: string) => {
    if (stopping.length === 0) return;
    service.steady = false;
    const running = stopping.filter((task) => task.status === "RUNNING");
    const joined = running.flatMap((task) => task.targets.filter((target) => target.joined).map(({ arn }) => arn));
    for (const task of stopping) tasks.stop(place, task, code, reason);
    const pending = stopping.length - running.length;
    if (running.length > 0) say(service, EVENT_TEXTS.stopped(service.name, running));
    if (pending > 0) say(service, EVENT_TEXTS.stoppedPending(service.name, pending));
    for (const arn of new Set(joined)) {
      const count = joined.filter((other) => other === arn).length;
      const taskSet = service.deployments.length > 1 ? running[0]?.deploymentId : undefined;
      say(service, EVENT_TEXTS.deregistered(service.name, count, arn), 1);
      say(service, EVENT_TEXTS.draining(service.name, count, taskSet), 2);
    }
  };

  const startAll = (place: Place, view: View, deployment: Deployment, definition: TaskDefinition) => {
    const { service } = view;
    const places = planStarts(view, deployment);
    if (places.length === 0) return;
    if (kernel.now() < deployment.startsFrom) {
      look(place, service, (deployment.startsFrom - kernel.now()) * kernel.pace);
      return;
    }
    const seats = places.filter((seat) => seat !== undefined);
    const started = seats.map((seat) => tasks.start(place, service, deployment, definition, seat));
    if (started.length > 0) {
      service.steady = false;
      say(service, EVENT_TEXTS.started(service.name, started, Math.min(service.replacing, started.length)));
      service.replacing = 0;
    }
    service.short = seats.length < places.length;
    if (service.short) {
      const closest = view.eligible.find((host) => obstacleIn(view.roomOn(host), view.need) !== undefined);
      const why = closest ? obstacleIn(view.roomOn(closest), view.need) : undefined;
      complain(kernel, service, EVENT_TEXTS.noRoom(service.name, closest?.id, why ?? ""));
    }
  };

  /** Tasks that waited for their capacity provider go to the instances it has by now. */
  const seatWaiting = (place: Place, view: View, definition: TaskDefinition) => {
    for (const { task, host } of planQueue(view)) tasks.seat(place, view.service, task, definition, host);
  };

  const settle = (place: Place, service: Service, primary: Deployment) => {
    if (primary.rollout === "IN_PROGRESS") deployments.complete(service, primary);
    if (service.steady) return;
    service.steady = true;
    delete service.complaint;
    say(service, EVENT_TEXTS.steady(service.name), 1);
    service.steadyTurn++;
    const data = { ...plainPlace(place), cluster: service.cluster, service: service.name, turn: service.steadyTurn };
    kernel.schedule("ecs.steady", STEADY_AGAIN, data);
  };

  const serviceAt = (ref: Ref) => store.findService(ref, ref.cluster, ref.service);

  kernel.on<Ref>("ecs.look", (ref) => {
    const service = serviceAt(ref);
    if (service?.lookAt === undefined || service.lookAt > kernel.now()) return;
    delete service.lookAt;
    const primary = primaryOf(service);
    const definition = primary && store.findDefinition(ref, primary.definition);
    if (service.status === "INACTIVE" || !primary || !definition) return;
    deployments.started(service, primary);
    const before = viewOf(ref, service, definition);
    joinTargets(ref, service, before.live);
    const { leaving, replaced } = planStops(before, primary);
    const scaled = `Scaling activity initiated by (deployment ${primary.id})`;
    stopAll(ref, service, leaving, "ServiceSchedulerInitiated", scaled);
    stopAll(ref, service, replaced, "ServiceSchedulerInitiated", scaled);
    if (service.status === "ACTIVE" && primary.rollout !== "FAILED") {
      seatWaiting(ref, before, definition);
      startAll(ref, before, primary, definition);
    }
    const view = viewOf(ref, service, definition);
    if (service.status === "DRAINING") {
      if (view.live.length === 0) service.status = "INACTIVE";
      return;
    }
    assess(ref, view, primary);
  });

  /** After starts and stops: is it done, on its way, or stuck? */
  const assess = (place: Place, view: View, primary: Deployment) => {
    const { service, live, desired } = view;
    const mine = live.filter((task) => task.deploymentId === primary.id);
    const healthy = mine.filter(view.isHealthy);
    if (primary.rollout !== "FAILED" && healthy.length === desired && live.length === desired) {
      settle(place, service, primary);
      return;
    }
    const unsettled = mine.filter(
      (task) => task.status === "RUNNING" && isJudgedByAge(service, task) && !view.isHealthy(task),
    );
    for (const task of unsettled) {
      look(place, service, SETTLED - (kernel.now() - (task.startedAt ?? 0)) * kernel.pace + 1);
    }
    const isMoving = live.some((task) => task.status !== "RUNNING" || !view.isHealthy(task));
    if (!isMoving && live.length > mine.length && primary.rollout === "IN_PROGRESS") {
      complain(kernel, service, EVENT_TEXTS.stuck(service.name));
    }
  };

  kernel.on<Ref & { turn: number }>("ecs.steady", (ref) => {
    const service = serviceAt(ref);
    if (!service?.steady || service.steadyTurn !== ref.turn || service.status !== "ACTIVE") return;
    say(service, EVENT_TEXTS.steady(service.name));
    kernel.schedule("ecs.steady", STEADY_AGAIN, ref);
  });

  return {
    look,
    isHealthy,
    stopAll,
    /** Tasks the service ought to run now; for a DAEMON the instances that can hold one. */
    desiredOf(place: Place, service: Service): number {
      const definition = store.findDefinition(place, service.definition);
      return definition ? viewOf(place, service, definition).desired : 0;
    },
  };
}
