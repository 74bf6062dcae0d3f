import "server-only";
import type { TrackedTarget } from "@/lib/scaling/types";

/** What the two Auto Scaling APIs' configurations of target tracking have in common. */
interface Configuration {
  readonly TargetValue?: number;
  readonly DisableScaleIn?: boolean;
  readonly PredefinedMetricSpecification?: { readonly PredefinedMetricType?: string };
  readonly CustomizedMetricSpecification?: {
    readonly MetricName?: string;
    readonly Metrics?: readonly { readonly Label?: string; readonly Expression?: string; readonly Id?: string }[];
  };
}

/** Which metric a policy keeps at which value; undefined for policies of other types. */
export function trackedTarget(configuration: Configuration | undefined): TrackedTarget | undefined {
  if (configuration?.TargetValue === undefined) return undefined;
  const own = configuration.CustomizedMetricSpecification;
  const math = own?.Metrics?.findLast((metric) => metric.Expression !== undefined);
  return {
    metric:
      configuration.PredefinedMetricSpecification?.PredefinedMetricType ??
      own?.MetricName ??
      math?.Label ??
      math?.Expression ??
      "",
    value: configuration.TargetValue,
    scalesIn: configuration.DisableScaleIn !== true,
  };
}
