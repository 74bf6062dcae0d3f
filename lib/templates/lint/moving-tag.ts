import { imageParameters, isMovingTag, splitImage } from "../image";
import { recordAt, textAt } from "../json-values";
import { at, items, ofType } from "./read";
import type { LintRule } from "./types";

export const movingTag: LintRule = {
  id: "moving-tag",
  level: "warn",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/bestpracticesguide/container-considerations.html",
  fix: "Use a version tag such as 1.4.3, or a digest.",
  *check(subject) {
    const { parsed } = subject;
    const { tag, whole } = imageParameters(parsed.template);
    for (const name of [tag, whole]) {
      const value = name === undefined ? undefined : textAt(recordAt(parsed.parameters, name), "Default");
      if (value !== undefined && moves(value))
        yield { path: `/Parameters/${name}/Default`, message: words(`The default of ${name}`, value) };
    }
    for (const task of ofType(subject, "AWS::ECS::TaskDefinition")) {
      for (const container of items(task, "ContainerDefinitions")) {
        for (const { value, path } of at(container, "Image")) {
          if (typeof value === "string" && moves(value))
            yield { resource: task.name, path, message: words(task.name, value) };
        }
      }
    }
  },
};

const words = (what: string, value: string): string =>
  `${what} is “${value}”, which names another image tomorrow: instances started later run something else, and a rollback cannot bring back what ran.`;

/** A bare tag, or an image with a moving tag or none. */
function moves(value: string): boolean {
  if (isMovingTag(value)) return true;
  const image = /[/:]/.test(value) ? splitImage(value) : undefined; // "1.4.3" alone is a tag, not an image.
  return image !== undefined && image.digest === undefined && isMovingTag(image.tag ?? "latest");
}
