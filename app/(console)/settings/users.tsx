"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { errorWords } from "@/components/ui/error-words";
import { Input, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/states";
import { Head, Table, Td } from "@/components/ui/table";
import type { ActionResult } from "@/lib/auth/action-result";
import { ROLES, type Role } from "@/lib/auth/types";
import type { LocalUser } from "@/lib/users/types";
import { addUser, changeRole, endSessions } from "./actions";

const options = ROLES.map((role) => (
  <option key={role} value={role}>
    {role}
  </option>
));

/** For admins: who can sign in with a password. Told the list; each change is an action and draws the page again. */
export function Users({ users, me }: { users: readonly LocalUser[]; me: string }) {
  const router = useRouter();
  const [said, setSaid] = useState<{ bad?: boolean; title: string; text: string } | null>(null);
  const [busy, start] = useTransition();

  function run<T>(ask: () => Promise<ActionResult<T>>, done: (data: T) => { title: string; text: string }) {
    start(async () => {
      const result = await ask();
      if (result.ok) setSaid(done(result.data));
      else {
        const { title, message, next } = errorWords(result.error);
        const fields = Object.values(result.error.details.fields ?? {});
        setSaid({ bad: true, title, text: [message, ...fields, next].filter(Boolean).join(" ") });
      }
      router.refresh();
    });
  }

  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get("name"));
    const role = String(new FormData(form).get("role")) as Role;
    run(
      () => addUser({ name, role }),
      ({ password }) => {
        form.reset();
        return { title: `${name} can sign in`, text: `The password, shown only this once: ${password}` };
      },
    );
  }

  return (
    <Card title="Users" sub="who signs in with a password">
      {said && (
        <Notice bad={said.bad} title={said.title}>
          {said.text}
        </Notice>
      )}
      <Table caption="Users who sign in with a password">
        <Head columns={["Name", "Role", "Signed in", { hidden: "Actions" }]} />
        <tbody>
          {users.map(({ id, name, role, sessions }) => (
            <tr key={id}>
              <Td first>
                {name} {id === me && <span className="sub">you</span>}
              </Td>
              <Td label="Role">
                <select
                  aria-label={`Role of ${name}`}
                  value={role}
                  disabled={busy}
                  onChange={({ target }) =>
                    run(
                      () => changeRole({ userId: id, role: target.value as Role }),
                      () => ({
                        title: `${name} is ${target.value} now`,
                        text: "It counts at once, in open pages too.",
                      }),
                    )
                  }
                >
                  {options}
                </select>
              </Td>
              <Td label="Signed in">{sessions === 0 ? "no" : sessions === 1 ? "once" : `${sessions} times`}</Td>
              <Td>
                <Button
                  small
                  disabled={busy || sessions === 0}
                  aria-label={`Sign ${name} out everywhere`}
                  onClick={() =>
                    run(
                      () => endSessions({ userId: id }),
                      () => ({ title: `${name} is signed out everywhere`, text: "Open pages go to the sign-in page." }),
                    )
                  }
                >
                  Sign out everywhere
                </Button>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <form onSubmit={add} className="stack">
        <Input label="New user's name" name="name" required maxLength={63} autoComplete="off" />
        <Select label="Role" name="role" defaultValue="viewer">
          {options}
        </Select>
        <div>
          <Button type="submit" busy={busy}>
            Add user
          </Button>
        </div>
      </form>
    </Card>
  );
}
