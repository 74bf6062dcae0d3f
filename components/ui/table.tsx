import type { ComponentProps, ReactNode } from "react";
import style from "./table.module.css";

/** A table that turns into two-line rows on a narrow screen. `caption` is for screen readers. */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <table className={style.table}>
      <caption className="hidden-text">{caption}</caption>
      {children}
    </table>
  );
}

/** A column: its name; of numbers, which stand to the right; or named for screen readers only. */
export type Column = string | { readonly num: string } | { readonly hidden: string };

/** The last column of a row that leads elsewhere. */
export const LINKS: Column = { hidden: "Links" };

/** A table's head, column by column. */
export function Head({ columns }: { columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          if (typeof column === "string") return <Th key={column}>{column}</Th>;
          if ("num" in column)
            return (
              <Th key={column.num} num>
                {column.num}
              </Th>
            );
          return (
            <Th key={column.hidden}>
              <span className="hidden-text">{column.hidden}</span>
            </Th>
          );
        })}
      </tr>
    </thead>
  );
}

export function Th({ num, ...rest }: ComponentProps<"th"> & { num?: boolean }) {
  return <th scope="col" {...rest} className={num ? style.num : undefined} />;
}

interface TdProps extends Omit<ComponentProps<"td">, "className"> {
  num?: boolean;
  mono?: boolean;
  /** On a narrow screen this cell stands in the row's first line. */
  first?: boolean;
  /** On a narrow screen said before the value, where the column's head is gone. */
  label?: string;
}

export function Td({ num, mono, first, label, ...rest }: TdProps) {
  const names = [num ? style.num : "", mono ? "mono" : "", first ? style.first : ""].filter(Boolean).join(" ");
  return <td {...rest} data-label={label} className={names || undefined} />;
}
