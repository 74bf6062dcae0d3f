import type { Metadata } from "next";
import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th } from "@/components/ui/table";
import { requireSession } from "@/lib/auth/session";
import { runtime } from "@/lib/runtime";
import { listUsers } from "@/lib/users/list";
import { Users } from "./users";

export const metadata: Metadata = { title: "Settings" };

const AWS_WORDS = {
  sandbox: "the sandbox that came with Slipway: simulated, free, yours to break",
  endpoint: "another endpoint (AWS_ENDPOINT_URL)",
  real: "real AWS, through the SDK's default credential chain",
} as const;

/** What this console is set to. It is set by environment variables, so this page shows and names them. */
export default async function SettingsPage() {
  const session = await requireSession("viewer", "/settings");
  const { config, db, clock } = runtime();
  const users = session.role === "admin" && !config.sandboxSignIn ? await listUsers(db, clock.now()) : null;
  return (
    <>
      <PageHeader title="Settings" facts={<span>Set by environment variables at start; the README names each.</span>} />
      <div className="stack">
        <Card title="This console">
          <KeyValue
            items={[
              { key: "AWS", value: AWS_WORDS[config.aws] },
              ...(config.sandboxUrl ? [{ key: "Sandbox", value: <code>{config.sandboxUrl}</code> }] : []),
              { key: "Version", value: config.version },
              { key: "Listens on", value: <code>{`${config.host}:${config.port}`}</code> },
              { key: "Signed in", value: `${session.name}, ${session.role}` },
              {
                key: "Sandbox sign-in",
                value: config.sandboxSignIn ? "on: anyone on this machine may continue as any role" : "off",
              },
            ]}
          />
        </Card>
        <Card title="Accounts" sub="SLIPWAY_ACCOUNTS" flush>
          <Table caption="Accounts and Regions this console looks at">
            <thead>
              <tr>
                <Th>Account</Th>
                <Th>Regions</Th>
                <Th>Endpoint</Th>
              </tr>
            </thead>
            <tbody>
              {config.accounts.map((account) => (
                <tr key={account.name}>
                  <Td first>{account.name}</Td>
                  <Td label="Regions" mono>
                    {account.regions.join(", ")}
                  </Td>
                  <Td label="Endpoint" mono>
                    {account.endpoint ?? "AWS"}
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Card>
        {users && <Users users={users} me={session.userId} />}
        <Card title="Roles">
          <KeyValue
            items={[
              { key: "viewer", value: "sees everything, changes nothing" },
              { key: "operator", value: "launches, deploys, rolls back, cancels" },
              { key: "admin", value: "deletes stacks and manages users too" },
            ]}
          />
        </Card>
      </div>
    </>
  );
}
