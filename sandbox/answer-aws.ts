import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { authorize } from "./authorize";
import type { ControlDependencies } from "./control-input";
import { answer, type Call } from "./wire/answer";
import { skewError } from "./wire/clock-skew";
import type { WireAnswer } from "./wire/failure";
import { faultPage, meantInput } from "./wire/fault-pages";
import { faultError, type Strike } from "./wire/faults";
import { AwsError } from "./wire/handler";
import { sendAnswer } from "./wire/http";
import type { OperationModel } from "./wire/model";
import type { WireRequest } from "./wire/request";
import type { Struct } from "./wire/values";

const READS =
  /^(Describe|List|Get|BatchGet|Filter|Search|Lookup|Estimate|Validate|Detect|Start(Query|LiveTail)|Test|Simulate)/;

const UNHARMED: Strike = { delayMs: 0, skewMs: 0 };

/** Answers one AWS request from its account's data centre, struck by whatever faults were asked for. */
export async function answerAws(
  request: WireRequest,
  response: ServerResponse,
  { accounts, faults, calls, wall }: ControlDependencies,
  onBug: (what: string, error: unknown) => void,
): Promise<void> {
  let strike = UNHARMED;
  let page: { operation: OperationModel; asked: Struct; meant: Struct; salt: number } | undefined;
  const account = (call: Call) => accounts.get(call.account);
  const clock = (call: Call | undefined) => (call ? account(call).centre.kernel.now() : wall()) + strike.skewMs;
  const encoded = await answer(request, {
    newRequestId: randomUUID,
    find: (service, operation, at) => accounts.get(at).centre.find(service, operation),
    before(call, asked, operation) {
      const counted = calls.add(call);
      strike = faults.strike(call);
      account(call).sync();
      const skewed = strike.skewMs === 0 ? undefined : skewError(request, call.service, clock(call));
      const error = skewed ?? (strike.kind && faultError(strike.kind, call));
      if (error) throw error;
      // Neither does anything; what they would answer is never sent.
      if (strike.kind === "hang" || strike.kind === "reset-before") throw new AwsError("Lost", "never answered", 500);
      authorize(call, asked, account(call).centre.world, wall());
      page = { operation, asked, meant: meantInput(operation, asked), salt: counted };
      return page.meant;
    },
    answering: (_call, output) =>
      page && (strike.kind === "empty-page" || strike.kind === "repeat-token")
        ? faultPage(strike.kind, page.operation, page, output)
        : output,
    async after(call) {
      if (!READS.test(call.operation)) await account(call).save();
    },
    onBug: (call, error) => onBug(`${call.service}:${call.operation} failed`, error),
  });
  if (strike.delayMs > 0) await sleep(strike.delayMs);
  await send(response, encoded, strike, new Date(clock(encoded.call)));
}

async function send(response: ServerResponse, encoded: WireAnswer, { kind }: Strike, date: Date): Promise<void> {
  if (kind === "hang") return;
  if (kind === "reset-before" || kind === "reset-after") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (kind === "truncate" && encoded.body instanceof Uint8Array) {
    response.writeHead(encoded.status, { ...encoded.headers, "content-length": String(encoded.body.byteLength) });
    response.write(encoded.body.subarray(0, encoded.body.byteLength >> 1), () => response.destroy());
    return;
  }
  await sendAnswer(response, encoded, date);
}
