import { Card } from "@/components/ui/card";
import { Table, Td, Th } from "@/components/ui/table";
import type { FormField } from "@/lib/templates/types";

/** A template's parameters as the form understands them. */
export function ParameterTable({ fields }: { fields: readonly FormField[] }) {
  if (fields.length === 0) return null;
  return (
    <Card title="Parameters" flush>
      <Table caption="Parameters">
        <thead>
          <tr>
            <Th>Parameter</Th>
            <Th>Type</Th>
            <Th>Default</Th>
            <Th>What it is</Th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name}>
              <Td first mono>
                {field.name}
              </Td>
              <Td mono label="Type">
                {field.type}
              </Td>
              <Td mono label="Default">
                {field.secret && field.default ? "****" : (field.default ?? (field.required ? "needed" : ""))}
              </Td>
              <Td>{field.help ?? field.label}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
