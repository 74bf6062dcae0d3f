"use client";

import { useParams } from "next/navigation";
import { useEffect, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/states";
import type { ActionResult } from "@/lib/auth/action-result";
import type { Place } from "@/lib/place";
import type { SandboxCommand, SandboxState } from "@/lib/sandbox-controls";
import style from "./sandbox-panel.module.css";

const FAILURE_WORDS: Readonly<Record<SandboxState["nextDeployment"], string>> = {
  none: "runs well",
  "image-pull": "cannot pull its image",
  crash: "crashes at its start",
  "health-check": "fails its health checks",
  "out-of-memory": "runs out of memory",
  "slow-start": "takes long to start",
};
const JUMPS = [
  { minutes: 1, words: "1 min" },
  { minutes: 10, words: "10 min" },
  { minutes: 60, words: "1 h" },
  { minutes: 360, words: "6 h" },
];
const MOST_REQUESTS = 400;

export type RunSandboxCommand = (input: Place & { command: SandboxCommand }) => Promise<ActionResult<SandboxState>>;

interface SandboxPanelProps {
  places: readonly Place[];
  mayCommand: boolean;
  run: RunSandboxCommand;
  onClose: () => void;
}

/** Drives the simulated AWS: traffic, a killed instance, how the next deployment fails, time. */
export function SandboxPanel({ places, mayCommand, run, onClose }: SandboxPanelProps) {
  const params = useParams<{ account?: string; region?: string }>();
  const [place, setPlace] = useState<Place | undefined>(
    () => places.find(({ account, region }) => account === params.account && region === params.region) ?? places[0],
  );
  const [state, setState] = useState<SandboxState>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState<string>();

  useEffect(() => {
    if (!place) return;
    const abort = new AbortController();
    fetch(`/api/sandbox?${new URLSearchParams({ ...place })}`, { signal: abort.signal })
      .then(async (answer) =>
        answer.ok ? setState(await answer.json()) : setProblem((await answer.json()).error.message),
      )
      .catch(() => abort.signal.aborted || setProblem("The console did not answer."));
    return () => abort.abort();
  }, [place]);

  const command = async (name: string, what: SandboxCommand) => {
    if (!place) return;
    setBusy(name);
    setProblem(undefined);
    try {
      const answer = await run({ ...place, command: what });
      if (answer.ok) setState(answer.data);
      else setProblem(answer.error.message);
    } catch {
      setProblem("The console did not answer.");
    }
    setBusy(undefined);
  };

  return (
    <Dialog
      title="Sandbox"
      lead="The AWS shown here is simulated. What you do here happens to it, and the console learns of it as it would from AWS."
      width={560}
      onClose={onClose}
      foot={<Button onClick={onClose}>Close</Button>}
    >
      {problem && <Notice bad title={problem} />}
      {!mayCommand && <Notice title="Your role is viewer: an operator can drive the sandbox." />}
      {places.length > 1 && (
        <Select
          label="Account"
          value={place ? `${place.account}/${place.region}` : ""}
          onChange={(event) =>
            setPlace(places.find(({ account, region }) => `${account}/${region}` === event.target.value))
          }
        >
          {places.map(({ account, region }) => (
            <option key={`${account}/${region}`} value={`${account}/${region}`}>
              {account} · {region}
            </option>
          ))}
        </Select>
      )}
      <fieldset className={style.set} disabled={!mayCommand || state === undefined || busy !== undefined}>
        <section>
          <h3>Traffic</h3>
          {state?.services.length === 0 && (
            <p className="sub">No service runs yet: launch one, then send it requests.</p>
          )}
          {state?.services.map((service) => (
            <Traffic
              key={`${service.service}:${service.requestsPerSecond}:${service.manual}`}
              service={service}
              onSet={(requestsPerSecond) =>
                command(service.service, { do: "traffic", service: service.service, requestsPerSecond })
              }
            />
          ))}
        </section>
        <section>
          <h3>Time</h3>
          <p className="sub">
            Jumps ahead: alarms, scaling and deployments go through all of it. There is no way back.
          </p>
          <div className="row wrap">
            {JUMPS.map(({ minutes, words }) => (
              <Button
                key={minutes}
                small
                busy={busy === words}
                onClick={() => command(words, { do: "advance", minutes })}
              >
                +{words}
              </Button>
            ))}
          </div>
        </section>
        <section>
          <Select
            label="The next deployment"
            value={state?.nextDeployment ?? "none"}
            onChange={(event) =>
              command("fail", { do: "fail-next", failure: event.target.value as SandboxState["nextDeployment"] })
            }
          >
            {Object.entries(FAILURE_WORDS).map(([failure, words]) => (
              <option key={failure} value={failure}>
                {words}
              </option>
            ))}
          </Select>
        </section>
        <section>
          <h3>Instances</h3>
          {state?.instances.length === 0 && <p className="sub">None runs.</p>}
          <ul className={style.instances}>
            {state?.instances.map(({ instanceId, zone, group }) => (
              <li key={instanceId} className="row spread">
                <span>
                  <span className="mono nowrap">{instanceId}</span>{" "}
                  <span className="sub">
                    {zone}
                    {group && `, ${stackPart(group)}`}
                  </span>
                </span>
                <Button
                  small
                  aria-label={`Kill ${instanceId}`}
                  busy={busy === instanceId}
                  onClick={() => command(instanceId, { do: "kill", instanceId })}
                >
                  Kill
                </Button>
              </li>
            ))}
          </ul>
        </section>
      </fieldset>
    </Dialog>
  );
}

/** Set on release, not on each pixel of the way. */
function Traffic({
  service,
  onSet,
}: {
  service: SandboxState["services"][number];
  onSet: (rate: number | null) => void;
}) {
  const id = useId();
  const [rate, setRate] = useState(Math.round(service.requestsPerSecond));
  const send = () => {
    if (rate !== Math.round(service.requestsPerSecond)) onSet(rate);
  };
  return (
    <div className={style.traffic}>
      <div className="row spread">
        <label htmlFor={id} title={`ECS service ${service.service}`}>
          <b>{service.cluster ?? service.service}</b>
        </label>
        <span>
          {rate} requests/s{service.manual ? "" : ", following the day"}
        </span>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={Math.max(MOST_REQUESTS, Math.ceil(service.requestsPerSecond))}
        value={rate}
        aria-valuetext={`${rate} requests a second`}
        onChange={(event) => setRate(Number(event.target.value))}
        onPointerUp={send}
        onKeyUp={send}
      />
      {service.manual && (
        <Button tone="link" small onClick={() => onSet(null)}>
          Follow the day again
        </Button>
      )}
    </div>
  );
}

/** CloudFormation calls a group `{stack}-{logical id}-{made up}`. */
const stackPart = (group: string) => group.replace(/-[A-Za-z0-9]+-[A-Za-z0-9]{12,13}$/, "");
