"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOptions } from "@/components/launch/use-options";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Dialog } from "@/components/ui/dialog";
import { errorWords } from "@/components/ui/error-words";
import { Input } from "@/components/ui/field";
import { SkeletonLines } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { stackPath } from "@/lib/place";
import { splitImage, splitTag } from "@/lib/templates/image";
import { Changes } from "./changes";
import type { StackDialogProps } from "./dialog-props";
import style from "./dialogs.module.css";
import { primaryDeployment } from "./facts";
import { type DeployPlanShown, useStackVerbs } from "./stack-verbs";
import { useVerb } from "./use-verb";

/** Change only the tag: choose one from the registry, see what changes, deploy. */
export function DeployDialog({ stackRef, parts, onClose }: StackDialogProps) {
  const router = useRouter();
  const verbs = useStackVerbs();
  const verb = useVerb();
  const [tag, setTag] = useState("");
  const [reason, setReason] = useState("");
  const [plan, setPlan] = useState<DeployPlanShown>();
  const image = splitImage(primaryDeployment(parts.service.data)?.image ?? "");
  const running = image?.tag;

  const close = () => {
    if (plan && !plan.changeSet.noChanges) void verbs.dropPlan({ ...stackRef, changeSetId: plan.changeSet.id });
    onClose();
  };
  const show = async () => {
    const made = await verb.run(() => verbs.planDeploy({ ...stackRef, tag: tag.trim() }));
    if (made) setPlan(made);
  };
  const deploy = async (made: DeployPlanShown) => {
    const accepted = await verb.run(() =>
      verbs.deploy({
        ...stackRef,
        changeSetId: made.changeSet.id,
        reason: reason.trim() || undefined,
        formKey: verb.key(),
      }),
    );
    if (!accepted) return;
    toast({ tone: "busy", words: `Deploying ${version(made.to)}` });
    onClose();
    router.push(stackPath(stackRef, "deployments"));
  };

  const blocked = plan && (plan.changeSet.noChanges || plan.unexpected.length > 0);
  return (
    <Dialog
      title={plan ? `Deploy ${version(plan.to)}` : "Deploy a version"}
      lead={
        plan
          ? `${plan.from ? `${version(plan.from)} → ` : ""}${version(plan.to)}. Nothing has changed yet.`
          : "Only the image's tag changes. You see what that means before anything happens."
      }
      width={plan ? 860 : 560}
      onClose={close}
      foot={
        <>
          <Button onClick={close}>Not now</Button>
          {plan && !verb.busy && (
            <Button
              onClick={() => {
                void verbs.dropPlan({ ...stackRef, changeSetId: plan.changeSet.id });
                setPlan(undefined);
              }}
            >
              Choose another
            </Button>
          )}
          {plan ? (
            !blocked && (
              <Button tone="primary" busy={verb.busy} onClick={() => deploy(plan)}>
                Deploy {version(plan.to)}
              </Button>
            )
          ) : (
            <Button tone="primary" busy={verb.busy} disabled={tag.trim() === ""} onClick={show}>
              Show what changes
            </Button>
          )}
        </>
      }
    >
      {verb.words && (
        <Notice bad title={verb.words.title}>
          {Object.values(verb.error?.details.fields ?? {}).join(" ") || verb.words.message} {verb.words.next}
        </Notice>
      )}
      {plan ? (
        <PlanShown plan={plan} reason={reason} onReason={setReason} />
      ) : (
        <TagChoice image={image} place={stackRef} running={running} tag={tag} onTag={setTag} />
      )}
    </Dialog>
  );
}

const version = (tag: string) => splitTag(tag).tag;

function PlanShown({
  plan,
  reason,
  onReason,
}: {
  plan: DeployPlanShown;
  reason: string;
  onReason: (reason: string) => void;
}) {
  if (plan.changeSet.noChanges) {
    return <Notice title={`${version(plan.to)} is what the stack has already.`}>There is nothing to deploy.</Notice>;
  }
  return (
    <>
      {plan.unexpected.length > 0 && (
        <Notice bad title="This would change more than the version.">
          A deployment may change the task definition and the service only; these are more:{" "}
          {plan.unexpected.map((change) => change.logicalId).join(", ")}. Make it an update of the stack instead.
        </Notice>
      )}
      <Changes changes={plan.changeSet.changes} />
      {plan.unexpected.length === 0 && (
        <Input
          label="Reason"
          note="optional"
          value={reason}
          maxLength={500}
          placeholder="fixes #214"
          onChange={(event) => onReason(event.target.value)}
        />
      )}
    </>
  );
}

interface TagChoiceProps {
  image: ReturnType<typeof splitImage>;
  place: { account: string; region: string };
  running: string | undefined;
  tag: string;
  onTag: (tag: string) => void;
}

/** The registry's tags, newest first; a tag can be typed where they cannot be listed. */
function TagChoice({ image, place, running, tag, onTag }: TagChoiceProps) {
  const address = image
    ? `/api/pick?${new URLSearchParams({ account: place.account, region: place.region, kind: "imageTag", registry: image.registry ?? "docker.io", name: image.name })}`
    : undefined;
  const found = useOptions(address);
  const words = found.state === "failed" ? errorWords(found.error) : undefined;
  const listed = found.state === "ready" ? found.options : [];
  if (found.state === "loading") return <SkeletonLines lines={6} label="The registry's tags are being read" />;
  return (
    <>
      {listed.length > 0 && (
        <fieldset className={style.set}>
          <legend>
            Tags of <span className="mono">{image?.name}</span>, newest first
          </legend>
          <div className={style.tags}>
            {listed.map((option) => (
              <label key={option.value} className={style.tag}>
                <input
                  type="radio"
                  name="tag"
                  value={option.value}
                  checked={tag === option.value}
                  disabled={option.disabled !== undefined || option.value === running}
                  onChange={() => onTag(option.value)}
                />
                <b>{option.label}</b>
                {option.value === running ? (
                  <Chip tone="ok">running</Chip>
                ) : (
                  <span className={`sub mono ${style.digest}`}>{option.detail}</span>
                )}
                <span className={`sub ${style.pushed}`}>
                  {option.at !== undefined && (
                    <>
                      pushed <Age at={option.at} />
                    </>
                  )}
                  {option.disabled}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {words && <Notice title={words.title}>{words.message} Type the tag.</Notice>}
      {listed.length === 0 && (
        <Input
          label="Tag"
          value={tag}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onTag(event.target.value)}
        />
      )}
    </>
  );
}
