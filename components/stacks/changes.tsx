import { Chip } from "@/components/ui/chip";
import { plural } from "@/components/ui/format";
import { Head, Table, Td } from "@/components/ui/table";
import type { ResourceChange, Tone } from "@/lib/stacks/types";
import style from "./dialogs.module.css";
import { readValues, splitChanges } from "./split-changes";

/**
 * A change set for people: what is added, changed, replaced, removed, and each property before and after. What is listed
 * only because it reads another resource is folded: as a rule it stays as it is.
 */
export function Changes({ changes }: { changes: readonly ResourceChange[] }) {
  const { certain, readers } = splitChanges(changes);
  return (
    <>
      {certain.length > 0 && (
        <Table caption="What changes">
          <Head columns={["Resource", "Change", "Before → after"]} />
          <tbody>
            {certain.map((change) => (
              <Change key={change.logicalId} change={change} />
            ))}
          </tbody>
        </Table>
      )}
      {readers.length > 0 && (
        <details className={style.readers}>
          <summary>
            {plural(readers.length, "more resource")} may be touched:{" "}
            {readers.map(({ logicalId }) => logicalId).join(", ")}
          </summary>
          <p className="sub">
            AWS lists {readers.length === 1 ? "it" : "them"} because {readValues(readers).join(", ")} is worked out
            again while it runs. If that comes out the same, as it does when nothing is replaced, these values stay:
          </p>
          <ul className={style.kept}>
            {readers.map(({ logicalId, properties }) => (
              <li key={logicalId}>
                <b>{logicalId}</b>{" "}
                {properties.map(({ path, before }) => (
                  <span key={path}>
                    <span className="sub">{propertyName(path)}</span>{" "}
                    {before !== undefined && <span className="mono break">{shortValue(before)}</span>}{" "}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Change({ change }: { change: ResourceChange }) {
  const { tone, words } = changeWords(change);
  return (
    <tr>
      <Td first>
        <b>{change.logicalId}</b>
        <div className="sub nowrap">{change.type.replace("AWS::", "").replaceAll("::", " ")}</div>
      </Td>
      <Td label="Change">
        <span className="nowrap">
          <Chip tone={tone}>{words}</Chip>
        </span>
      </Td>
      <Td>
        {change.properties.length === 0 && <span className="sub">–</span>}
        {change.properties.map((property) => (
          <div key={property.path} className={style.property}>
            <span className="sub">{propertyName(property.path)}</span>{" "}
            {property.before !== undefined && <del className="mono break">{shortValue(property.before)}</del>}{" "}
            {property.after !== undefined && <ins className="mono break">{shortValue(property.after)}</ins>}
          </div>
        ))}
      </Td>
    </tr>
  );
}

const propertyName = (path: string): string => path.replace("/Properties/", "");

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
