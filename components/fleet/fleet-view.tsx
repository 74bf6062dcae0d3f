"use client";

import { useEffect, useRef, useState } from "react";
import { useLive } from "@/components/live/use-live";
import { isCommandKey } from "@/components/shell/keys";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ClockProvider } from "@/components/ui/clock";
import { useConsole } from "@/components/ui/console-context";
import { BareInput } from "@/components/ui/field";
import { plural } from "@/components/ui/format";
import { LiveMark } from "@/components/ui/live-mark";
import { PageHeader } from "@/components/ui/page-header";
import { Empty, PartView } from "@/components/ui/states";
import { roleAtLeast } from "@/lib/auth/types";
import type { FleetParts, Snapshot } from "@/lib/live/types";
import type { FleetRow } from "@/lib/services/types";
import style from "./fleet.module.css";
import { FleetTable } from "./fleet-table";
import { filterRows, orderRows, summary } from "./order";

/** All services of all accounts and Regions, live. `query` is the filter the address brought. */
export function FleetView({ snapshot, query }: { snapshot: Snapshot<FleetParts>; query: string }) {
  const { parts, status, now } = useLive(snapshot);
  const { role } = useConsole();
  const [typed, setTyped] = useState(query);
  const page = useRef<HTMLDivElement>(null);
  useRowKeys(page);
  const rows = parts.services.data ?? [];
  const shown = orderRows(filterRows(rows, typed));
  const change = (text: string) => {
    setTyped(text);
    const address = new URL(window.location.href);
    if (text) address.searchParams.set("q", text);
    else address.searchParams.delete("q");
    window.history.replaceState(null, "", address);
  };
  return (
    <ClockProvider now={now}>
      <div ref={page}>
        <PageHeader
          title="Fleet"
          facts={<Summary rows={rows} />}
          actions={
            <>
              <search className={style.filter}>
                <form action="/" method="get" onSubmit={(event) => event.preventDefault()}>
                  <BareInput
                    name="q"
                    type="search"
                    value={typed}
                    aria-label="Filter services"
                    aria-keyshortcuts="/"
                    placeholder="Filter: name, stage, state, version"
                    autoComplete="off"
                    data-filter=""
                    onChange={(event) => change(event.target.value)}
                  />
                  {!typed && <span aria-hidden="true">/</span>}
                </form>
              </search>
              {roleAtLeast(role, "operator") && (
                <ButtonLink href="/launch" tone="primary" prefetch={false}>
                  Launch
                </ButtonLink>
              )}
            </>
          }
        />
        <Card flush>
          <PartView part={parts.services} what="Services" lines={6}>
            {() =>
              shown.length > 0 ? (
                <FleetTable rows={shown} />
              ) : (
                <Nothing typed={typed} any={rows.length > 0} mayLaunch={roleAtLeast(role, "operator")} />
              )
            }
          </PartView>
        </Card>
        <p style={{ marginTop: 8 }}>
          <LiveMark status={status} at={parts.services.at} />
        </p>
      </div>
    </ClockProvider>
  );
}

function Summary({ rows }: { rows: readonly FleetRow[] }) {
  if (rows.length === 0) return null;
  const { services, accounts, regions, tones } = summary(rows);
  return (
    <>
      <span>
        <b>{services}</b> {services === 1 ? "service" : "services"} in {plural(accounts, "account")},{" "}
        {plural(regions, "Region")}
      </span>
      {tones.bad > 0 && <span className={style.bad}>{tones.bad} failing</span>}
      {tones.warn > 0 && <span className={style.warn}>{tones.warn} to look at</span>}
      {tones.busy > 0 && <span className={style.busy}>{tones.busy} changing</span>}
    </>
  );
}

function Nothing({ typed, any, mayLaunch }: { typed: string; any: boolean; mayLaunch: boolean }) {
  if (any) {
    return (
      <div style={{ padding: "0 8px" }}>
        <Empty title={`No service matches “${typed.trim()}”.`}>
          The filter looks at name, stage, state, version, account and Region.
        </Empty>
      </div>
    );
  }
  return (
    <div style={{ padding: "0 8px" }}>
      <Empty
        title="No service runs here yet."
        actions={
          mayLaunch && (
            <ButtonLink href="/launch" tone="primary" prefetch={false}>
              Launch the first service
            </ButtonLink>
          )
        }
      >
        {mayLaunch
          ? "Launch one from a stored template: Slipway asks for what it needs and checks it before AWS is called."
          : "Somebody with the role operator can launch one from a stored template. Stacks with an ECS service made elsewhere appear here by themselves."}
      </Empty>
    </div>
  );
}

/** "/" goes to the filter, j and k from row to row; Enter follows the row's link as links do. */
function useRowKeys(page: React.RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!isCommandKey(event) || !page.current) return;
      if (event.key === "/") {
        event.preventDefault();
        page.current.querySelector<HTMLInputElement>("[data-filter]")?.focus();
        return;
      }
      const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
      if (step === 0) return;
      const links = [...page.current.querySelectorAll<HTMLElement>("[data-row-link]")];
      const focused = document.activeElement;
      const at = focused instanceof HTMLElement ? links.indexOf(focused) : -1;
      links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [page]);
}
