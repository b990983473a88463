import type { FunnelFigures } from '#contracts/funnels';
import { count, percent } from '../../format/numbers.ts';
import { duration } from '../../format/time.ts';

type Step = FunnelFigures['steps'][number];

/** The steps one under the other: the bar is who came this far, the rest of its track who did not. */
export function FunnelSteps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol aria-label="Steps of the funnel" className="flex flex-col gap-3">
      {steps.map((step, place) => (
        <li key={step.step}>
          <div className="flex items-baseline gap-2">
            <span className="text-xs text-muted">{step.step}</span>
            <span className="min-w-0 grow truncate font-mono text-xs" title={step.name}>
              {step.name}
            </span>
            <span className="text-sm font-semibold">{count(step.users)}</span>
            <span className="w-14 text-right text-sm text-muted">{percent(step.rate, 1)}</span>
          </div>
          <div className="mt-1 h-3 rounded-sm bg-sunken">
            <div className="h-full rounded-sm bg-accent opacity-85" style={{ width: `${step.rate ?? 0}%` }} />
          </div>
          {place === 0 ? null : <Transition step={step} before={steps[place - 1]?.users ?? 0} />}
        </li>
      ))}
    </ol>
  );
}

/** Who came on from the step before, who was lost there, and how long it took. */
function Transition({ step, before }: { readonly step: Step; readonly before: number }) {
  if (before === 0) return null;
  return (
    <p className="pt-1 text-xs text-muted">
      {percent(step.step_rate, 1)} of the step before came on, {count(before - step.users)} did not
      {step.median_seconds === null ? '' : `; median ${duration(step.median_seconds)} from the first step`}
    </p>
  );
}
