import { comparison, invalid, type Reader, readConditions, readerOf, tokenize } from "./filter-compare";

type Words = ReadonlyMap<string, string>;

const ELLIPSIS = "...";
/** A word of a line: in quotes, in brackets, or up to the next space. */
const WORD = /"([^"]*)"|\[([^\]]*)\]|(\S+)/g;

/**
 * `[ip, user, ..., status = 4*, bytes > 1000]`: names for the space-delimited words of a line, with conditions. Without
 * `...` a line must have exactly as many words. Numbers compare as numbers; `(status = 404 || status = 410) && …` joins.
 */
export function compileWordPattern(text: string): (message: string) => boolean {
  if (!text.endsWith("]")) throw invalid();
  const columns: string[] = [];
  const tests: ((words: Words) => boolean)[] = [];
  for (const one of columnsOf(text.slice(1, -1))) {
    const reader = readerOf(tokenize(one));
    const names = new Set<string>();
    const isBare = /^\s*[\w.$-]+\s*$/.test(one);
    if (isBare) {
      names.add(reader.next().value);
    } else {
      tests.push(readConditions(reader, () => condition(reader, names)));
    }
    if (!reader.isDone() || names.size !== 1) throw invalid();
    columns.push(...names);
  }
  const gap = columns.indexOf(ELLIPSIS);
  if (columns.lastIndexOf(ELLIPSIS) !== gap) throw invalid();

  return (message) => {
    const words = [...message.matchAll(WORD)].map(([, quoted, bracketed, plain]) => quoted ?? bracketed ?? plain ?? "");
    const fits = gap < 0 ? words.length === columns.length : words.length >= columns.length - 1;
    if (!fits) return false;
    const named = new Map<string, string>();
    columns.forEach((column, index) => {
      const from = gap >= 0 && index > gap ? words.length - columns.length : 0;
      named.set(column, words[index + from] ?? "");
    });
    return tests.every((test) => test(named));
  };
}

function condition(reader: Reader, names: Set<string>): (words: Words) => boolean {
  const name = reader.next();
  if (name.kind !== "word") throw invalid();
  names.add(name.value);
  const operator = reader.next();
  const wanted = reader.next();
  const compare = comparison(operator.value, wanted);
  const isNumber = wanted.kind === "word" && !Number.isNaN(Number(wanted.value));
  return (words) => {
    const word = words.get(name.value);
    return compare(isNumber && word !== undefined && word.trim() !== "" ? Number(word) : word);
  };
}

/** Parts between commas that are not in quotes, expressions or parentheses. */
function columnsOf(text: string): string[] {
  const parts = text.match(
    /(?:"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)*%|\((?:[^()"%]|"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)*%)*\)|[^,])+/g,
  );
  if (!parts) throw invalid();
  return parts;
}
