import { imageParameters, isMovingTag, splitImage } from "../image";
import { recordAt, textAt } from "../json-values";
import { at, items, ofType } from "./read";
import type { LintRule } from "./types";

export const movingTag: LintRule = {
  id: "moving-tag",
  level: "warn",
  source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
  fix: "Use a version tag such as 1.4.3, or a digest.",
  *check(subject) {
    const { parsed } = subject;
    const { tag, whole } = imageParameters(parsed.template);
    for (const [name, moves] of [
      [tag, isMovingTag],
      [whole, imageMoves],
    ] as const) {
      const value = name === undefined ? undefined : textAt(recordAt(parsed.parameters, name), "Default");
      if (value && moves(value))
        yield { path: `/Parameters/${name}/Default`, message: words(`The default of ${name}`, value) };
    }
    for (const task of ofType(subject, "AWS::ECS::TaskDefinition")) {
      for (const container of items(task, "ContainerDefinitions")) {
        for (const { value, path } of at(container, "Image")) {
          if (typeof value === "string" && imageMoves(value))
            yield { resource: task.name, path, message: words(task.name, value) };
        }
      }
    }
  },
};

const words = (what: string, value: string): string =>
  `${what} is “${value}”, which names another image tomorrow: instances started later run something else, and a rollback cannot bring back what ran.`;

/** An image without a digest whose tag is known to move, or that has none: then it is `latest`. */
function imageMoves(value: string): boolean {
  const image = splitImage(value);
  return image !== undefined && image.digest === undefined && isMovingTag(image.tag ?? "latest");
}
