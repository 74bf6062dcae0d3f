"use client";

import { awsConsoleUrl } from "@/components/ui/aws-console";
import { useConsole } from "@/components/ui/console-context";
import { stackPath } from "@/lib/place";
import { type Picture, type PictureNode, picture } from "@/lib/stacks/picture";
import type { StackRun } from "@/lib/stacks/spans";
import type { Tone } from "@/lib/stacks/types";
import { useService } from "../service-context";
import { nodeState } from "./node-state";
import style from "./stack-picture.module.css";

const SIGN: Record<Tone, string> = { ok: "●", warn: "▲", bad: "■", busy: "◐", muted: "○" };

/** Places of the drawing: a node's height with its gap, px; a lane's share of the width and its gap, of 1000. */
const ROW = 50;
const NODE = 42;
const TITLE = 24;
const LANE = 168;
const STEP = 208;

/**
 * The stack as a drawing: each resource with its state, lines as its template's references run. It is the same list of
 * links on a phone and without scripts; the lines are only drawn where there is room.
 */
export function StackPicture({ run }: { run: StackRun | undefined }) {
  const { stackRef, parts, links } = useService();
  const { aws } = useConsole();
  const made = resourcesOf();
  const drawn = picture(made, links);
  const flow = drawn.lanes.slice(0, drawn.flow);
  const around = drawn.lanes.slice(drawn.flow);
  const height = heightOf(flow);

  function resourcesOf(): Map<string, string> {
    const there = new Map((parts.resources.data ?? []).map(({ logicalId, type }) => [logicalId, type]));
    for (const span of run?.spans ?? []) if (!there.has(span.logicalId)) there.set(span.logicalId, span.type);
    for (const id of parts.operation.data?.planned ?? []) {
      const type = links[id]?.type;
      if (type && !there.has(id)) there.set(id, type);
    }
    return there;
  }

  const node = ({ id, type }: PictureNode) => {
    const { tone, words, physicalId } = nodeState(id, type, run, parts);
    const url = aws === "real" && physicalId ? awsConsoleUrl(type, physicalId, stackRef.region) : undefined;
    return (
      <li key={id} className={`${style.node} ${style[tone]}`}>
        <a
          href={url ?? `${stackPath(stackRef, "resources")}#${encodeURIComponent(id)}`}
          {...(url ? { target: "_blank", rel: "noreferrer" } : {})}
          title={`${id}, ${type}: ${words}${url ? ". Opens in the AWS console" : ""}`}
        >
          <b>{id}</b>
          <span>
            <span aria-hidden="true">{SIGN[tone]} </span>
            {words}
          </span>
        </a>
      </li>
    );
  };

  if (made.size === 0) return null;
  return (
    <div className={style.picture}>
      <div className={style.row}>
        <Lines drawn={drawn} height={height} />
        {flow.map(({ title, nodes }) => (
          <section key={title} className={style.lane} aria-label={title}>
            <h3>{title}</h3>
            <ul>{title === "Clients" && nodes.length === 0 ? <Outside /> : nodes.map(node)}</ul>
          </section>
        ))}
      </div>
      <div className={style.row}>
        {around
          .filter(({ nodes }) => nodes.length > 0)
          .map(({ title, nodes }) => (
            <section key={title} className={style.lane} aria-label={title}>
              <h3>{title}</h3>
              <ul>{nodes.map(node)}</ul>
            </section>
          ))}
      </div>
    </div>
  );
}

/** Requests come from somewhere, also where the stack has no name of its own. */
function Outside() {
  return (
    <li className={`${style.node} ${style.outside}`}>
      <span>
        <b>The internet</b>
        <span>by the load balancer's name</span>
      </span>
    </li>
  );
}

const heightOf = (lanes: Picture["lanes"]): number =>
  TITLE + Math.max(1, ...lanes.map(({ nodes }) => nodes.length)) * ROW;

function Lines({ drawn, height }: { drawn: Picture; height: number }) {
  const nodes = new Map(drawn.lanes.flatMap((lane) => lane.nodes).map((node) => [node.id, node]));
  return (
    <svg
      className={style.lines}
      viewBox={`0 0 1000 ${height}`}
      preserveAspectRatio="none"
      style={{ height }}
      aria-hidden="true"
    >
      {drawn.lanes[0]?.nodes.length === 0 && drawn.lanes[1]?.nodes[0] && (
        <path d={curve({ lane: 0, row: 0 }, drawn.lanes[1].nodes[0])} />
      )}
      {drawn.edges.map(({ from, to }) => {
        const a = nodes.get(from);
        const b = nodes.get(to);
        // What stands below has no fixed place beside the upper row: its words say what it moves.
        if (!a || !b || b.lane >= drawn.flow) return null;
        return <path key={`${from} ${to}`} d={curve(a, b)} />;
      })}
    </svg>
  );
}

type Spot = Pick<PictureNode, "lane" | "row">;

function curve(a: Spot, b: Spot): string {
  const x1 = a.lane * STEP + LANE;
  const x2 = b.lane * STEP;
  const y = ({ row }: Spot) => TITLE + row * ROW + NODE / 2;
  const bend = (x2 - x1) / 2;
  return `M${x1} ${y(a)} C${x1 + bend} ${y(a)} ${x2 - bend} ${y(b)} ${x2} ${y(b)}`;
}
