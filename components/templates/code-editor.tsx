"use client";

import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import type { Editor, LineMark } from "./code-mirror";
import style from "./templates.module.css";

export interface CodeEditorHandle {
  setText(text: string): void;
  goTo(line: number): void;
}

interface CodeEditorProps {
  /** What it starts with; later changes come through the handle. */
  initial: string;
  label: string;
  describedBy?: string;
  marks?: readonly LineMark[];
  readOnly?: boolean;
  onChange?: (text: string) => void;
  handle?: RefObject<CodeEditorHandle | null>;
}

/**
 * A text area at once, CodeMirror as soon as it has loaded; what was typed in between is taken along. Where it cannot
 * be loaded the text area stays.
 */
export function CodeEditor({ initial, label, describedBy, marks, readOnly, onChange, handle }: CodeEditorProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plain = useRef<HTMLTextAreaElement>(null);
  const changed = useRef(onChange);
  const [editor, setEditor] = useState<Editor>();
  // What the handle speaks to: the state lags a render behind, and a draft that came back in between would be lost.
  const made = useRef<Editor>(undefined);
  useEffect(() => {
    changed.current = onChange;
  }, [onChange]);

  useEffect(() => {
    let left = false;
    import("./code-mirror").then(
      ({ createEditor }) => {
        const parent = frame.current;
        if (left || !parent) return;
        made.current = createEditor({
          parent,
          text: plain.current?.value ?? "",
          label,
          describedBy,
          readOnly,
          onChange: (text) => changed.current?.(text),
        });
        setEditor(made.current);
      },
      () => {},
    );
    return () => {
      left = true;
      made.current?.destroy();
      made.current = undefined;
      setEditor(undefined);
    };
  }, [label, describedBy, readOnly]);

  useEffect(() => editor?.mark(marks ?? []), [editor, marks]);

  useImperativeHandle(handle, () => ({
    setText(text) {
      if (made.current) made.current.setText(text);
      else if (plain.current) {
        plain.current.value = text;
        changed.current?.(text);
      }
    },
    goTo(line) {
      if (made.current) made.current.goTo(line);
      else plain.current?.focus();
    },
  }));

  return (
    <div ref={frame} className={style.editor}>
      <textarea
        ref={plain}
        hidden={editor !== undefined}
        defaultValue={initial}
        aria-label={label}
        aria-describedby={describedBy}
        readOnly={readOnly}
        spellCheck={false}
        onChange={(event) => onChange?.(event.target.value)}
      />
    </div>
  );
}
