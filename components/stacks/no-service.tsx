"use client";

import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/states";

/** In place of what only a service has: a stack such as a network's runs none. */
export function NoService({ what }: { what: string }) {
  return (
    <Card>
      <Empty title="This stack runs no ECS service.">
        So {what}. What it made is under Resources, its outputs under Settings.
      </Empty>
    </Card>
  );
}
