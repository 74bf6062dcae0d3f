import { textAt } from "../json-values";
import type { LintRule } from "./types";

/** A secret by its name; not the name, ARN or length of one. */
const SECRET = /pass(?:word|phrase)|secret|api_?key|private_?key|auth_?token|access_?token|credential/i;
const ABOUT = /(?:arn|name|id|path|length|version|ttl|days|rotation|enabled?)$/i;

export const noEcho: LintRule = {
  id: "no-echo",
  level: "warn",
  source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
  fix: "Set NoEcho: true, or better: keep it in Secrets Manager and pass its ARN.",
  *check({ parsed }) {
    for (const [name, body] of Object.entries(parsed.parameters)) {
      const path = `/Parameters/${name}`;
      const hidden = textAt(body, "NoEcho")?.toLowerCase() === "true";
      if (hidden && textAt(body, "Default")) {
        yield {
          path: `${path}/Default`,
          message: `The secret ${name} has a default: it stands in the template for all to read.`,
          fix: "Take the default out.",
        };
      }
      if (hidden || !SECRET.test(name) || ABOUT.test(name) || textAt(body, "Type") !== "String") continue;
      yield { path, message: `${name} sounds like a secret, and everybody who may look at the stack can read it.` };
    }
  },
};
