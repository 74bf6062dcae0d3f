"use client";

import { type DragEvent, useId, useState } from "react";
import { fileText } from "@/lib/templates/file-text";
import style from "./templates.module.css";

interface FilePickerProps {
  onText: (text: string, name: string) => void;
  /** What is wrong with the file; what stands in the editor stays. */
  onRefused: (message: string) => void;
}

/** Far above any template: read no more of what was chosen by mistake. */
const MAX_READ_BYTES = 4_000_000;

/** A file to choose, or to drop here. It is read in the browser and lands in the editor. */
export function FilePicker({ onText, onRefused }: FilePickerProps) {
  const id = useId();
  const [over, setOver] = useState(false);

  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_READ_BYTES) {
      onRefused(
        `${file.name} has ${file.size.toLocaleString("en")} bytes, and CloudFormation takes 1,048,576 at most, also from S3.`,
      );
      return;
    }
    try {
      const read = fileText(new Uint8Array(await file.arrayBuffer()));
      if (read.ok) onText(read.text, file.name);
      else onRefused(`${file.name}: ${read.message}`);
    } catch {
      onRefused(`${file.name} could not be read. Choose it again.`);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };

  return (
    <fieldset
      className={style.drop}
      aria-label="Template file"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label htmlFor={id}>
        <strong>Choose a file</strong> or drop it here: YAML or JSON, up to 1 MB. Or paste into the editor.
      </label>
      <input
        id={id}
        type="file"
        accept=".yaml,.yml,.json,.template,.txt"
        onChange={(event) => {
          take(event.target.files?.[0]);
          // So that the same file can be chosen again after it was mended.
          event.target.value = "";
        }}
      />
    </fieldset>
  );
}
