const SECRET = /^(AWS_|NEXTAUTH_)|^(SLIPWAY_AUTH_SECRET|DATABASE_URL)$/;

/** What the database and the sandbox get of the environment: no credentials, which they have no use for. */
export function withoutSecrets(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET.test(name)));
}

/** AWS_* lying about on a laptop must do nothing while the sandbox is the AWS. */
export function withoutAws(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("AWS_")));
}
