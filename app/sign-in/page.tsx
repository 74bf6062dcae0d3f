import type { Metadata } from "next";
import { safeNextPath } from "@/lib/auth/next-path";
import { currentSession } from "@/lib/auth/session";
import { ROLES, type Role } from "@/lib/auth/types";
import { runtime } from "@/lib/runtime";
import { signIn } from "./actions";
import styles from "./sign-in.module.css";

export const metadata: Metadata = { title: "Sign in · Slipway" };

const MAY: Record<Role, string> = {
  viewer: "sees everything, changes nothing",
  operator: "launches, deploys and rolls back",
  admin: "also deletes stacks",
};

const PROBLEMS: Record<string, string> = {
  wrong: "That did not work: check the name and the password.",
  wait: "Too many wrong passwords for this name. Wait ten minutes.",
  origin: "The form did not come from this site. Reload the page and try again.",
};

interface Props {
  searchParams: Promise<{ next?: string; error?: string; need?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { next, error, need } = await searchParams;
  const { config } = runtime();
  const session = await currentSession();
  const back = safeNextPath(next);
  const problem = error === undefined ? undefined : (PROBLEMS[error] ?? PROBLEMS.wrong);
  return (
    <main className={styles.page}>
      <section className={styles.card} aria-labelledby="title">
        <p className={styles.brand}>
          <i aria-hidden="true">◢</i> Slipway
        </p>
        <h1 id="title">Sign in</h1>
        <p className={styles.lead}>
          {config.sandboxSignIn
            ? "This console runs on a simulated AWS on this machine. Nothing here costs money or touches a real account."
            : "Your services, their scaling and their logs, on one page."}
        </p>
        {session && need ? (
          <p className={styles.notice} role="status">
            That page is for the role {need}. You are signed in as {session.name} ({session.role}).
          </p>
        ) : null}
        {problem ? (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        ) : null}
        {config.sandboxSignIn ? <SandboxButtons next={back} /> : <PasswordForm next={back} />}
      </section>
    </main>
  );
}

function SandboxButtons({ next }: { next: string }) {
  return (
    <form action={signIn} className={styles.roles}>
      <input type="hidden" name="next" value={next} />
      {ROLES.toReversed().map((role) => (
        <button key={role} type="submit" name="role" value={role} className={styles.role}>
          <b>Continue as {role}</b>
          <span>{MAY[role]}</span>
        </button>
      ))}
    </form>
  );
}

function PasswordForm({ next }: { next: string }) {
  return (
    <form action={signIn} className={styles.form}>
      <input type="hidden" name="next" value={next} />
      <label htmlFor="name">Name</label>
      <input id="name" name="name" autoComplete="username" required maxLength={200} />
      <label htmlFor="password">Password</label>
      <input id="password" name="password" type="password" autoComplete="current-password" required maxLength={1000} />
      <button type="submit" className={styles.submit}>
        Sign in
      </button>
      <p className={styles.help}>
        The first admin's password was printed by the server when it started for the first time.
      </p>
    </form>
  );
}
