import { describe, expect, it } from "vitest";
import { alarmWords, stageOf } from "./fleet-row";
import { alarmOf } from "./test-samples";

describe("stageOf", () => {
  const parameter = (key: string, value: string) => ({ key, value });
  it("takes a parameter before a tag, in any case", () => {
    expect(stageOf({ parameters: [parameter("Stage", "prod")], tags: [parameter("stage", "dev")] })).toBe("prod");
    expect(stageOf({ parameters: [], tags: [parameter("Environment", "dev")] })).toBe("dev");
    expect(stageOf({ parameters: [], tags: [] })).toBe("");
  });
});

describe("alarmWords", () => {
  it("tells scaling alarms as what they do, others by name", () => {
    const alarms = [
      alarmOf({ state: "ALARM" }),
      alarmOf({ name: "low", direction: "in" }),
      alarmOf({ name: "5xx", drivesScaling: false, direction: undefined, state: "ALARM" }),
    ];
    expect(alarmWords(alarms)).toEqual({ inAlarm: 2, total: 3, words: "High: scaling out, 5xx" });
    expect(alarmWords([alarmOf()]).words).toBe("Quiet");
    expect(alarmWords([alarmOf({ state: "INSUFFICIENT_DATA" })]).words).toBe("No data yet");
    expect(alarmWords([]).words).toBe("No alarms");
  });
});
