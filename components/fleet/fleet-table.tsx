import Link from "next/link";
import { serviceName } from "@/components/stacks/names";
import { Age } from "@/components/ui/age";
import { Chip } from "@/components/ui/chip";
import { percent } from "@/components/ui/format";
import { Sparkline } from "@/components/ui/sparkline";
import { Head, Table, Td } from "@/components/ui/table";
import { stackKey, stackPath } from "@/lib/place";
import type { FleetRow } from "@/lib/services/types";
import style from "./fleet.module.css";

/** One service a row; the row is a link. */
export function FleetTable({ rows }: { rows: readonly FleetRow[] }) {
  return (
    <Table caption="Services, the ones that need you first">
      <Head
        columns={[
          "Service",
          "Stage",
          "State",
          "Version",
          { num: "Tasks" },
          { num: "Instances" },
          "CPU, 3 h",
          "Scaling alarms",
          "Last change",
          "Where",
        ]}
      />
      <tbody>
        {rows.map((row) => (
          <FleetTableRow key={stackKey(row)} row={row} />
        ))}
      </tbody>
    </Table>
  );
}

function FleetTableRow({ row }: { row: FleetRow }) {
  const { inAlarm, words } = row.alarms;
  return (
    <tr className={style.row}>
      <Td first>
        <Link
          href={stackPath(row)}
          prefetch={false}
          className={style.name}
          data-row-link=""
          title={`ECS service ${row.service}`}
        >
          {serviceName(row.stack, row.stage)}
        </Link>
      </Td>
      <Td first>{row.stage}</Td>
      <Td first>
        <Chip tone={row.health.tone}>{row.health.words}</Chip>
      </Td>
      <Td mono label="Version">
        {row.version ?? "–"}
      </Td>
      <Td num label="Tasks">
        {row.runningTasks}/{row.desiredTasks}
      </Td>
      <Td num label="Instances">
        {row.instances ? `${row.instances.inService} of ${row.instances.max}` : "–"}
      </Td>
      <Td label="CPU">
        <span className={style.cpu}>
          <Sparkline values={row.cpu} label="CPU, 3 h" />
          {row.cpuNow !== null && <span>{percent(row.cpuNow)}</span>}
        </span>
      </Td>
      <Td label="Alarms">
        {/* A signal to the scaling, never health: so no red. */}
        <Chip tone={inAlarm > 0 ? "busy" : "muted"} sign={inAlarm > 0}>
          {words}
        </Chip>
      </Td>
      <Td label="Changed">{row.lastChangeAt ? <Age at={row.lastChangeAt} /> : "–"}</Td>
      <Td>
        <span className="sub nowrap">
          {row.account} · {row.region}
        </span>
      </Td>
    </tr>
  );
}
