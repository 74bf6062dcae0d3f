"use client";

import { createContext, type ReactNode, use } from "react";
import type { LiveStatus } from "@/components/live/live-types";
import { useLive } from "@/components/live/use-live";
import { ClockProvider } from "@/components/ui/clock";
import type { ServiceParts, Snapshot } from "@/lib/live/types";
import type { StackRef } from "@/lib/place";
import type { TemplateLinks } from "@/lib/stacks/picture";

export interface Service {
  readonly stackRef: StackRef;
  readonly parts: ServiceParts;
  readonly status: LiveStatus;
  /** The account's time at the newest frame, ms. */
  readonly now: number;
  /** Who refers to whom in the stack's template; empty where it could not be read. */
  readonly links: TemplateLinks;
}

const NO_LINKS: TemplateLinks = {};
const ServiceContext = createContext<Service | null>(null);

/** Follows one stack for all its pages: they draw from `useService()`, first with what the server read. */
export function ServiceProvider({
  stackRef,
  snapshot,
  links = NO_LINKS,
  children,
}: {
  stackRef: StackRef;
  snapshot: Snapshot<ServiceParts>;
  links?: TemplateLinks;
  children: ReactNode;
}) {
  const { parts, status, now } = useLive(snapshot);
  return (
    <ServiceContext value={{ stackRef, parts, status, now, links }}>
      <ClockProvider now={now}>{children}</ClockProvider>
    </ServiceContext>
  );
}

export function useService(): Service {
  const service = use(ServiceContext);
  if (!service) throw new Error("useService() is called outside a stack's pages");
  return service;
}
