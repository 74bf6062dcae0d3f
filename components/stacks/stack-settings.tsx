"use client";

import { Age } from "@/components/ui/age";
import { AwsLink } from "@/components/ui/aws-link";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { KeyValue } from "@/components/ui/key-value";
import { Empty, PartView } from "@/components/ui/states";
import type { StackFacts } from "@/lib/stacks/types";
import { ProtectionSwitch } from "./protection-switch";
import { useService } from "./service-context";

/** How the stack was made: parameters, outputs, tags, protection. */
export function StackSettings() {
  const { parts, stackRef } = useService();
  return (
    <PartView part={parts.stack} what="Stack" lines={8}>
      {(stack) =>
        stack ? (
          <div className="stack">
            <Card title="Stack">
              <KeyValue
                items={[
                  { key: "Name", value: stack.name },
                  {
                    key: "Id",
                    value: (
                      <span className="row wrap">
                        <CopyId id={stack.stackId} short={stack.stackId} what="stack id" />
                        <AwsLink
                          type="AWS::CloudFormation::Stack"
                          physicalId={stack.stackId}
                          region={stackRef.region}
                        />
                      </span>
                    ),
                  },
                  { key: "Description", value: stack.description ?? "–" },
                  { key: "Created", value: <Age at={stack.createdAt} /> },
                  { key: "Last update", value: stack.updatedAt ? <Age at={stack.updatedAt} /> : "never" },
                  {
                    key: "Termination protection",
                    value: (
                      <span className="row wrap">
                        {stack.terminationProtection ? (
                          <Chip tone="ok">on: AWS refuses to delete it</Chip>
                        ) : (
                          <Chip tone="muted">off</Chip>
                        )}
                        <ProtectionSwitch />
                      </span>
                    ),
                  },
                  { key: "Capabilities", value: stack.capabilities.join(", ") || "none" },
                ]}
              />
            </Card>
            <Card title="Parameters">
              <Parameters stack={stack} />
            </Card>
            <Card title="Outputs">
              {stack.outputs.length > 0 ? (
                <KeyValue
                  items={stack.outputs.map((output) => ({ key: output.key, value: <Output output={output} /> }))}
                />
              ) : (
                <Empty title="This stack has no outputs." />
              )}
            </Card>
            <Card title="Tags">
              {stack.tags.length > 0 ? (
                <KeyValue items={stack.tags.map((tag) => ({ key: tag.key, value: tag.value }))} />
              ) : (
                <Empty title="This stack has no tags." />
              )}
            </Card>
          </div>
        ) : (
          <Empty title="The stack is not there." />
        )
      }
    </PartView>
  );
}

function Parameters({ stack }: { stack: StackFacts }) {
  if (stack.parameters.length === 0) return <Empty title="The template takes no parameters." />;
  return (
    <KeyValue
      two
      items={stack.parameters.map(({ key, value, resolvedValue }) => ({
        key,
        value: (
          <>
            {value === "****" ? <span className="sub">**** (secret: AWS does not show it)</span> : value || "–"}
            {resolvedValue && resolvedValue !== value && <span className="sub"> is {resolvedValue}</span>}
          </>
        ),
      }))}
    />
  );
}

/** An address in an output can be followed; only http and https are. */
function Output({ output }: { output: StackFacts["outputs"][number] }) {
  const web = /^https?:\/\/[^\s]+$/.test(output.value);
  return (
    <>
      {web ? (
        <a href={output.value} target="_blank" rel="noreferrer">
          {output.value}
        </a>
      ) : (
        output.value
      )}
      {output.description && <div className="sub">{output.description}</div>}
    </>
  );
}
