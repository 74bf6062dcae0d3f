/** One line a step, with how long it took: the person at the terminal sees what happens and how far it is. */

const started = Date.now();

export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Runs one step: prints what begins, and at its end how long it took. */
export async function step(label, run) {
  const at = Date.now();
  process.stdout.write(`${label} … `);
  try {
    const result = await run();
    process.stdout.write(`${seconds(Date.now() - at)}\n`);
    return result;
  } catch (error) {
    process.stdout.write("failed\n");
    throw error;
  }
}

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
export const sinceStart = () => seconds(Date.now() - started);

/** Something the person can mend: printed as one sentence, exit code 1, no stack. */
export class Refusal extends Error {}

export function refuse(sentence) {
  throw new Refusal(sentence);
}

/** Runs a script's main; a Refusal is one sentence, anything else is printed whole. */
export async function main(run) {
  try {
    await run();
  } catch (error) {
    if (error instanceof Refusal) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(1);
  }
}
