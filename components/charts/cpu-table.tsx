import { dayMinute, percent } from "@/components/ui/format";
import type { CpuChartModel } from "./cpu-model";

const ROWS = 24;

/** The chart's values as a table for screen readers: at most two dozen rows, evenly spread. */
export function CpuTable({ model, zone }: { model: CpuChartModel; zone: string }) {
  const every = Math.max(1, Math.ceil(model.cpu.length / ROWS));
  const rows = model.cpu.filter((_, index) => index % every === 0);
  return (
    <div className="hidden-text">
      <table>
        <caption>{`CPU and ${model.counted} over time`}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">CPU</th>
            <th scope="col">{model.counted === "tasks" ? "Tasks" : "Instances"}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((point) => (
            <tr key={point.at}>
              <td>{dayMinute(point.at, zone)}</td>
              <td>{percent(point.cpu)}</td>
              <td>{point.count === null ? "–" : Math.round(point.count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
