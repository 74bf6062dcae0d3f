"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { launchCommand } from "@/lib/templates/cli-command";
import type { ParameterValues, TemplateForm } from "@/lib/templates/types";
import style from "./launch.module.css";

interface CommandLineProps {
  form: TemplateForm;
  values: ParameterValues;
  stackName: string;
  region: string;
}

/** The same launch as a command of the AWS CLI, for a script or a colleague. */
export function CommandLine({ form, values, stackName, region }: CommandLineProps) {
  const [copied, setCopied] = useState<boolean>();
  const file = `${form.id.replace(/[^A-Za-z0-9.-]/g, "-")}.yaml`;
  const command = launchCommand(form, values, { stackName, region, file });
  const secrets = form.fields.filter(({ secret }) => secret).map(({ name }) => `$${name}`);
  return (
    <details className={style.command}>
      <summary>The same launch as an AWS CLI command</summary>
      <pre>{command}</pre>
      <div className="row wrap">
        <Button small onClick={async () => setCopied(await copyText(command))}>
          Copy the command
        </Button>
        <span role="status" className="sub">
          {copied === undefined ? "" : copied ? "copied" : "not copied: select it yourself"}
        </span>
      </div>
      <p className={style.help}>
        For sh. Save the template as {file} first.
        {secrets.length > 0 && ` Set ${secrets.join(", ")} in your shell: Slipway does not write passwords down.`}
      </p>
    </details>
  );
}
