"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Empty } from "@/components/ui/states";

/** A page that could not be drawn. The shell stays; the server's log has the cause under the same reference. */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => console.error(error), [error]);
  return (
    <>
      <PageHeader title="Slipway could not draw this page" crumbs={[{ label: "Fleet", href: "/" }]} />
      <Empty
        title="Something went wrong inside Slipway. Nothing in AWS was changed by it."
        actions={
          <Button tone="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        {error.digest
          ? `The server's log has more under the reference ${error.digest}.`
          : "The browser's console has more."}
      </Empty>
    </>
  );
}
