import { describe, expect, it } from "vitest";
import { cleanText, fileText } from "./file-text";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean) => {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, little);
  for (let i = 0; i < text.length; i++) view.setUint16(2 + i * 2, text.charCodeAt(i), little);
  return bytes;
};

describe("fileText", () => {
  it.each([
    ["UTF-8", utf8("a: 1\n")],
    ["UTF-8 with a mark", utf8("\uFEFFa: 1\n")],
    ["CRLF", utf8("a: 1\r\n")],
    ["old Mac line ends", utf8("a: 1\r")],
    ["UTF-16, little end first", utf16("a: 1\n", true)],
    ["UTF-16, big end first", utf16("a: 1\r\n", false)],
  ])("reads %s", (_, bytes) => {
    expect(fileText(bytes)).toEqual({ ok: true, text: "a: 1\n" });
  });

  it.each([
    ["nothing", new Uint8Array(), /empty/],
    ["only blanks", utf8(" \n\t\n"), /nothing in it/],
    ["5 MB", new Uint8Array(5_000_000).fill(32), /5,000,000 bytes.*1,048,576/],
    ["one byte too many", utf8("a".repeat(1_048_577)), /1,048,577 bytes/],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a), /not text/],
    ["a zip", Uint8Array.of(0x50, 0x4b, 3, 4), /zip/],
    ["NUL in the third line", utf8("a: 1\nb: 2\nc: \0"), /NUL character in line 3/],
    ["Latin-1", Uint8Array.of(0x61, 0xe4, 0x62), /UTF-8/],
  ])("refuses %s", (_, bytes, message) => {
    expect(fileText(bytes)).toEqual({ ok: false, message: expect.stringMatching(message) });
  });

  it("takes a megabyte, and refuses half a character", () => {
    expect(fileText(utf8("a".repeat(1_048_576)))).toMatchObject({ ok: true });
    expect(cleanText("a: \ud800")).toMatchObject({ ok: false, message: expect.stringMatching(/half/) });
  });
});
