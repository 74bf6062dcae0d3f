import type { AwsContext } from "./client";
import { toSlipwayError } from "./errors";

/** Answers by command name, e.g. `FilterLogEventsCommand`: what AWS would send back for an input. */
export type TestAnswers = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>;

/** A door to an AWS that a test plays: commands go to its answers, the rest of `lib/aws` is the real one. */
export function testDoor(answers: TestAnswers, now: () => number): AwsContext {
  return {
    account: "test",
    region: "us-east-1",
    now,
    client(Client) {
      // Of the right class, for the SDK's paginators look at it.
      const client: InstanceType<typeof Client> = Object.create(Client.prototype);
      return Object.assign(client, {
        send: async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
          const answer = answers[command.constructor.name];
          if (!answer) throw new Error(`the test does not answer ${command.constructor.name}`);
          return answer(command.input);
        },
      });
    },
    async call(api, run) {
      try {
        return await run();
      } catch (cause) {
        throw toSlipwayError(api, cause);
      }
    },
  };
}

/** An error as the SDK throws it. */
export const awsFault = (name: string, message: string, status = 400): Error =>
  Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode: status } });
