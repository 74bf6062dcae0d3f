/** What awslogs names a stream: "<prefix>/<container>/<task id>"; a stream of another writer has its name only. */
export function streamParts(stream: string): { container: string; task: string | undefined } {
  const parts = stream.split("/");
  const task = parts.at(-1);
  const container = parts.at(-2);
  return parts.length >= 3 && container && task ? { container, task } : { container: stream, task: undefined };
}

/** "3f9c orders": enough of the task to tell it from its siblings, then the container. */
export function streamLabel(stream: string): string {
  const { container, task } = streamParts(stream);
  return task ? `${task.slice(0, 4)} ${container}` : container;
}

/** How many colours the style sheet has for streams. */
export const STREAM_COLOURS = 8;

/** Gives each stream a colour of its own, in order of appearance; they repeat after eight. */
export class StreamColours {
  readonly #known = new Map<string, number>();

  of(stream: string): number {
    let colour = this.#known.get(stream);
    if (colour === undefined) {
      colour = this.#known.size % STREAM_COLOURS;
      this.#known.set(stream, colour);
    }
    return colour;
  }
}
