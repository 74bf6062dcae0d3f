"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { errorWords } from "@/components/ui/error-words";
import { Input, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/auth/action-result";
import type { PublicError } from "@/lib/errors";
import { type Place, placeKey } from "@/lib/place";
import { CheckCard } from "./check-card";
import { CodeEditor, type CodeEditorHandle } from "./code-editor";
import { FilePicker } from "./file-picker";
import { marksOf } from "./marks";
import style from "./templates.module.css";
import { useCheck } from "./use-check";
import { useTextDraft } from "./use-text-draft";

export interface SaveTemplate {
  readonly id: string;
  /** The version that was edited; 0 for a new template. */
  readonly base: number;
  readonly title: string;
  readonly text: string;
  readonly reason: string;
  readonly place: Place;
  readonly unchecked: boolean;
}

interface TemplateEditorProps {
  /** Of an uploaded template; absent for a new one. */
  edited?: { readonly id: string; readonly title: string; readonly number: number };
  initial: { readonly title: string; readonly text: string };
  places: readonly Place[];
  save: (input: SaveTemplate) => Promise<ActionResult<{ readonly id: string; readonly number: number }>>;
}

const NO_VERDICT: ReadonlySet<string> = new Set(["aws_denied", "aws_throttled", "aws_unreachable", "aws_credentials"]);
const NO_ANSWER: PublicError = {
  code: "unavailable",
  message: "The console did not answer.",
  details: { hint: "Your text is still here. Press again: it is stored once." },
};

/** A template's text from file, paste or typing, checked as it grows, and stored with the reason. */
export function TemplateEditor({ edited, initial, places, save }: TemplateEditorProps) {
  const router = useRouter();
  const start = { ...initial, reason: "" };
  const { draft, restored, ...kept } = useTextDraft(
    `slipway-template:${edited ? `${edited.id}@${edited.number}` : `new:${initial.title}`}`,
    start,
  );
  const check = useCheck(draft.text);
  const editor = useRef<CodeEditorHandle>(null);
  const [fileProblem, setFileProblem] = useState<string>();
  const [error, setError] = useState<PublicError>();
  const [busy, setBusy] = useState(false);
  const [unchecked, setUnchecked] = useState(false);
  const [chosen, setChosen] = useState(() => (places[0] ? placeKey(places[0]) : ""));

  // The editor holds its own text: what a draft brings back is put into it once.
  const back = restored?.text;
  useEffect(() => {
    if (back !== undefined) editor.current?.setText(back);
  }, [back]);

  const place = places.find((one) => placeKey(one) === chosen);
  const fields = error?.details.fields ?? {};
  const words = error && errorWords(error);
  const problems = check.pending ? [] : (check.result?.problems ?? []);

  const press = async () => {
    if (!place) return;
    const [first] = problems;
    if (first?.line !== undefined) editor.current?.goTo(first.line);
    setBusy(true);
    setError(undefined);
    const answer = await save({
      id: edited?.id ?? "",
      base: edited?.number ?? 0,
      title: draft.title,
      text: draft.text,
      reason: draft.reason,
      place,
      unchecked,
    }).catch(() => ({ ok: false, error: NO_ANSWER }) as const);
    setBusy(false);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    kept.forget();
    toast({ tone: "ok", words: `Version ${answer.data.number} of ${draft.title} is stored` });
    router.push(`/templates/${answer.data.id}`);
  };

  return (
    <form
      className={style.layout}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <div className={style.main}>
        {words && (
          <Notice bad title={words.title}>
            {words.message} {words.next}
          </Notice>
        )}
        {restored && (
          <Notice title="What you had not saved is here again.">
            <Button
              tone="link"
              small
              onClick={() => {
                kept.discard();
                editor.current?.setText(initial.text);
              }}
            >
              Start over
            </Button>
          </Notice>
        )}
        <FilePicker
          onRefused={setFileProblem}
          onText={(text, name) => {
            setFileProblem(undefined);
            editor.current?.setText(text);
            kept.set({ text, ...(draft.title === "" && { title: name.replace(/\.[^.]*$/, "") }) });
          }}
        />
        {fileProblem && (
          <Notice bad title="This file was not taken.">
            {fileProblem}
          </Notice>
        )}
        <CodeEditor
          key={initial.title}
          initial={initial.text}
          label="Template text"
          marks={marksOf(check.pending ? undefined : check.result)}
          onChange={(text) => kept.set({ text })}
          handle={editor}
        />
        <p className="sub">
          Ctrl+Space offers the template’s own names. Ctrl+F searches. Tab leaves the editor; Ctrl+] and Ctrl+[ indent.
        </p>
      </div>
      <div className={style.side}>
        <Card title={edited ? `Version ${edited.number + 1}` : "Store it"}>
          <div className="stack">
            {!edited && (
              <Input
                label="Name"
                name="title"
                value={draft.title}
                maxLength={80}
                autoComplete="off"
                error={fields.title}
                onChange={(event) => kept.set({ title: event.target.value })}
              />
            )}
            <Input
              label={edited ? "What is new, and why" : "Why it is added"}
              name="reason"
              value={draft.reason}
              maxLength={500}
              autoComplete="off"
              error={fields.reason}
              onChange={(event) => kept.set({ reason: event.target.value })}
            />
            {places.length > 1 && (
              <Select
                label="Checked by AWS in"
                name="place"
                value={chosen}
                onChange={(event) => setChosen(event.target.value)}
              >
                {places.map((one) => (
                  <option key={placeKey(one)} value={placeKey(one)}>
                    {one.account} · {one.region}
                  </option>
                ))}
              </Select>
            )}
            {error && NO_VERDICT.has(error.code) && (
              <label className="row">
                <input type="checkbox" checked={unchecked} onChange={(event) => setUnchecked(event.target.checked)} />
                Store it although AWS has not checked it
              </label>
            )}
            <Button type="submit" tone="primary" busy={busy} disabled={draft.text.trim() === ""}>
              {busy ? "AWS is checking it" : edited ? `Save version ${edited.number + 1}` : "Store template"}
            </Button>
          </div>
        </Card>
        <CheckCard check={check} onLine={(line) => editor.current?.goTo(line)} />
      </div>
    </form>
  );
}
