"use client";

import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { MAX_FILE_BYTES, readParameterFile, writeOverrides, writeParameterFile } from "@/lib/templates/parameter-file";
import type { ParameterValues, TemplateForm } from "@/lib/templates/types";
import style from "./launch.module.css";

interface ParameterFileProps {
  form: TemplateForm;
  values: ParameterValues;
  stackName: string;
  onValues: (values: Readonly<Record<string, string>>) => void;
}

/** The AWS CLI's parameter files: one fills the form, and the form makes one. Passwords are in neither. */
export function ParameterFile({ form, values, stackName, onValues }: ParameterFileProps) {
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState("");

  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_FILE_BYTES) return setSaid(`${file.name} is too large for a parameter file.`);
    const read = readParameterFile(await file.text(), form);
    if (!read.ok) return setSaid(`${file.name}: ${read.message}`);
    onValues(read.values);
    setSaid(
      [
        `${Object.keys(read.values).length} values taken from ${file.name}.`,
        read.strange.length > 0 && `The template has no ${read.strange.slice(0, 5).join(", ")}.`,
        read.secret.length > 0 && `Type ${read.secret.join(", ")} yourself: it is not to be stored.`,
      ]
        .filter(Boolean)
        .join(" "),
    );
  };
  const save = (text: string, name: string) => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1_000);
  };
  const base = stackName || form.id;
  return (
    <div>
      <div className="row wrap">
        <input
          ref={input}
          type="file"
          accept=".json,.txt,.env,.properties,application/json,text/plain"
          aria-label="Parameter file"
          className="hidden-text"
          tabIndex={-1}
          onChange={(event) => {
            take(event.target.files?.[0]).catch(() => setSaid("The file could not be read."));
            event.target.value = "";
          }}
        />
        <Button small onClick={() => input.current?.click()}>
          Fill from a parameter file
        </Button>
        <Button small onClick={() => save(writeParameterFile(form, values), `${base}.parameters.json`)}>
          Save as JSON
        </Button>
        <Button small onClick={() => save(writeOverrides(form, values), `${base}.parameters.txt`)}>
          Save as Key=Value
        </Button>
      </div>
      <p role="status" className={style.help}>
        {said || "The files of the AWS CLI. Passwords are never in them."}
      </p>
    </div>
  );
}
