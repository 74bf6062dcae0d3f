import { MAX_TEMPLATE_BYTES } from "./template-text";

export type FileText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/**
 * The text of an uploaded file: UTF-8, or UTF-16 with its mark; the mark dropped. Refuses what is too large for
 * CloudFormation and what is no text, in words for the person who chose the file.
 */
export function fileText(bytes: Uint8Array): FileText {
  if (bytes.byteLength === 0) return refused("The file is empty.");
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : undefined;
  // Two bytes a letter at most become one.
  if (bytes.byteLength > MAX_TEMPLATE_BYTES * (wide ? 2 : 1) + 4) return refused(tooLarge(bytes.byteLength));
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    return refused("This is a zip archive. Unpack it and choose the template in it.");
  }
  try {
    return cleanText(new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refused("This file is not text in UTF-8. Choose a YAML or JSON file.");
  }
}

/**
 * What is stored of a text that was pasted or typed: no byte order mark, Unix line ends. Refuses NUL and half
 * characters, which neither YAML nor the database takes.
 */
export function cleanText(given: string): FileText {
  const text = given.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    const line = text.slice(0, nul).split("\n").length;
    return refused(`There is a NUL character in line ${line}: this is no text. Choose a YAML or JSON file.`);
  }
  if (!text.isWellFormed())
    return refused("The text holds half of a character (a lone surrogate). Type that place again.");
  if (text.trim() === "") return refused("There is nothing in it yet.");
  const size = new TextEncoder().encode(text).byteLength;
  return size > MAX_TEMPLATE_BYTES ? refused(tooLarge(size)) : { ok: true, text };
}

const tooLarge = (bytes: number): string =>
  `It has ${bytes.toLocaleString("en")} bytes, and CloudFormation takes ${MAX_TEMPLATE_BYTES.toLocaleString("en")} at most, also from S3. Split it into nested stacks.`;

const refused = (message: string): FileText => ({ ok: false, message });
