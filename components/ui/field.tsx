import { type ComponentProps, type ReactNode, useId } from "react";
import style from "./field.module.css";

export interface FieldWords {
  label: ReactNode;
  /** Small words after the label, e.g. "optional". */
  note?: ReactNode;
  help?: ReactNode;
  /** What is wrong with the value, and what would be right. */
  error?: ReactNode;
}

interface Control {
  readonly id: string;
  readonly className: string | undefined;
  readonly "aria-invalid": true | undefined;
  readonly "aria-describedby": string | undefined;
}

/** Label, control, help and error, tied together. `children` draws the control with the given attributes. */
export function Field({
  label,
  note,
  help,
  error,
  id: given,
  children,
}: FieldWords & { id?: string; children: (control: Control) => ReactNode }) {
  const made = useId();
  const id = given ?? made;
  const describedBy = [error ? `${id}-error` : "", help ? `${id}-help` : ""].filter(Boolean).join(" ");
  return (
    <div className={style.field}>
      <label htmlFor={id} className={style.label}>
        {label} {note && <span className="sub">{note}</span>}
      </label>
      {children({
        id,
        className: style.control,
        "aria-invalid": error ? true : undefined,
        "aria-describedby": describedBy || undefined,
      })}
      {error && (
        <p id={`${id}-error`} className={style.error}>
          {error}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className={style.help}>
          {help}
        </p>
      )}
    </div>
  );
}

type Without<T extends "input" | "select" | "textarea"> = Omit<ComponentProps<T>, "className">;

export function Input({ label, note, help, error, id, ...rest }: FieldWords & Without<"input">) {
  return (
    <Field label={label} note={note} help={help} error={error} id={id}>
      {(control) => <input {...rest} {...control} />}
    </Field>
  );
}

export function Select({ label, note, help, error, id, ...rest }: FieldWords & Without<"select">) {
  return (
    <Field label={label} note={note} help={help} error={error} id={id}>
      {(control) => <select {...rest} {...control} />}
    </Field>
  );
}

export function Textarea({ label, note, help, error, id, ...rest }: FieldWords & Without<"textarea">) {
  return (
    <Field label={label} note={note} help={help} error={error} id={id}>
      {(control) => <textarea {...rest} {...control} />}
    </Field>
  );
}

/** A bare control without a visible label, for filters in a head line; give it `aria-label`. */
export function BareInput(props: Without<"input">) {
  return <input {...props} className={style.control} />;
}
