import type { Dimension, MetricDataQuery, StandardUnit } from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../wire/handler";
import { MathError, type MathNode, parseMath } from "../world/math-parser";
import type { MetricQuery } from "../world/metric-query";

export const invalid = (message: string): AwsError => new AwsError("ValidationError", message);

export function readDimensions(dimensions: readonly Dimension[] | undefined): Record<string, string> {
  return Object.fromEntries((dimensions ?? []).map(({ Name = "", Value = "" }) => [Name, Value]));
}

export function checkPeriod(seconds: number, code: string): void {
  if ([1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0)) return;
  throw new AwsError(code, "The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
}

/** One query of GetMetricData: a metric's statistic, or an expression over others. Throws ValidationError. */
export function readMetricQuery(query: MetricDataQuery): MetricQuery {
  const { Id = "", Label, MetricStat: stat, ReturnData, Expression } = query;
  if (!/^[a-z][A-Za-z0-9_]*$/.test(Id)) {
    throw invalid(
      `The value ${Id} for parameter Id is invalid. It must start with a lower-case letter and hold letters, digits and underscores.`,
    );
  }
  const returnData = ReturnData ?? true;
  if ((Expression === undefined) === (stat?.Metric === undefined)) {
    throw invalid(`Exactly one of Expression or MetricStat must be given in query ${Id}.`);
  }
  if (Expression !== undefined) {
    const expression = parsed(Id, Expression);
    const periodSeconds = query.Period ?? 60;
    return { kind: "expression", id: Id, label: Label, expression, text: Expression, periodSeconds, returnData };
  }
  checkPeriod(stat?.Period ?? 0, "ValidationError");
  return {
    kind: "metric",
    id: Id,
    label: Label,
    namespace: stat?.Metric?.Namespace ?? "",
    name: stat?.Metric?.MetricName ?? "",
    dimensions: readDimensions(stat?.Metric?.Dimensions),
    periodSeconds: stat?.Period ?? 60,
    stat: stat?.Stat ?? "Average",
    unit: stat?.Unit,
    returnData,
  };
}

function parsed(id: string, expression: string): MathNode {
  try {
    return parseMath(expression);
  } catch (error) {
    if (!(error instanceof MathError)) throw error;
    throw invalid(`Error in expression '${id}': ${error.message}`);
  }
}

/** A query as DescribeAlarms gives it back. */
export function metricQueryView(query: MetricQuery): MetricDataQuery {
  const { id: Id, label: Label, returnData: ReturnData } = query;
  if (query.kind === "expression") return { Id, Label, ReturnData, Expression: query.text };
  const Dimensions = Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id,
    Label,
    ReturnData,
    MetricStat: {
      Metric: { Namespace: query.namespace, MetricName: query.name, Dimensions },
      Period: query.periodSeconds,
      Stat: query.stat,
      // The SDK's union of units; what was put is given back.
      Unit: query.unit as StandardUnit | undefined,
    },
  };
}
