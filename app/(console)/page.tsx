import type { Metadata } from "next";
import { FleetView } from "@/components/fleet/fleet-view";
import { requireSession } from "@/lib/auth/session";
import { FLEET_TOPIC } from "@/lib/live/topics";
import type { FleetParts } from "@/lib/live/types";
import { runtime } from "@/lib/runtime";

export const metadata: Metadata = { title: "Fleet" };

interface Props {
  searchParams: Promise<{ q?: string | string[] }>;
}

export default async function FleetPage({ searchParams }: Props) {
  await requireSession();
  const { q } = await searchParams;
  const snapshot = await runtime().hub.read<FleetParts>(FLEET_TOPIC);
  return <FleetView snapshot={snapshot} query={typeof q === "string" ? q : ""} />;
}
