import { Chip } from "@/components/ui/chip";
import { Head, Table, Td } from "@/components/ui/table";
import type { ResourceChange, Tone } from "@/lib/stacks/types";
import style from "./dialogs.module.css";

/** A change set for people: what is added, changed, replaced, removed, and each property before and after. */
export function Changes({ changes }: { changes: readonly ResourceChange[] }) {
  return (
    <Table caption="What changes">
      <Head columns={["Resource", "Change", "Before → after"]} />
      <tbody>
        {changes.map((change) => {
          const { tone, words } = changeWords(change);
          return (
            <tr key={change.logicalId}>
              <Td first>
                <b>{change.logicalId}</b>
                <div className="sub">{change.type.replace("AWS::", "").replaceAll("::", " ")}</div>
              </Td>
              <Td label="Change">
                <Chip tone={tone}>{words}</Chip>
              </Td>
              <Td>
                {change.properties.length === 0 && <span className="sub">–</span>}
                {change.properties.map((property) => (
                  <div key={property.path} className={style.property}>
                    <span className="sub">{property.path.replace("/Properties/", "")}</span>{" "}
                    {property.before !== undefined && <del className="mono break">{shortValue(property.before)}</del>}{" "}
                    {property.after !== undefined && <ins className="mono break">{shortValue(property.after)}</ins>}
                  </div>
                ))}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

/** A task definition is always replaced: a new revision beside the old one, which interrupts nothing. */
export function changeWords({ action, replacement, type }: ResourceChange): { tone: Tone; words: string } {
  if (action === "Add") return { tone: "ok", words: "added" };
  if (action === "Remove") return { tone: "bad", words: "removed" };
  if (action === "Import") return { tone: "muted", words: "imported" };
  if (replacement === "True" && type === "AWS::ECS::TaskDefinition") return { tone: "muted", words: "new revision" };
  if (replacement === "True") return { tone: "bad", words: "replaced" };
  if (replacement === "Conditional") return { tone: "warn", words: "may be replaced" };
  return { tone: "muted", words: "changed in place" };
}

const MOST = 160;

/** Values known only while it runs come as AWS's placeholder. */
function shortValue(value: string): string {
  if (value === "{{changeSet:KNOWN_AFTER_APPLY}}") return "known once it runs";
  return value.length > MOST ? `${value.slice(0, MOST)}…` : value;
}
