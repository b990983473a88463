import type { ReactNode } from 'react';
import type { FunnelFigures } from '#contracts/funnels';
import type { Outcome } from '../../api/users.ts';
import { count, percent } from '../../format/numbers.ts';
import { duration } from '../../format/time.ts';
import type { PeopleAsked } from './funnel-people.tsx';

type Step = FunnelFigures['steps'][number];

interface FunnelStepsProps {
  readonly steps: readonly Step[];
  /** Shows whose steps they are; nothing where that is not for this reader. */
  readonly onPeople: ((people: PeopleAsked) => void) | undefined;
}

/** The steps one under the other: the bar is who came this far, the rest of its track who did not. */
export function FunnelSteps({ steps, onPeople }: FunnelStepsProps) {
  const asker = ({ step, name }: Step, outcome: Outcome) =>
    onPeople === undefined ? undefined : () => onPeople({ step, name, outcome });
  return (
    <ol aria-label="Steps of the funnel" className="flex flex-col gap-3">
      {steps.map((step, place) => {
        const before = steps[place - 1];
        return (
          <li key={step.step}>
            <div className="flex items-baseline gap-2">
              <span className="text-xs text-muted">{step.step}</span>
              <span className="min-w-0 grow truncate font-mono text-xs" title={step.name}>
                {step.name}
              </span>
              <span className="text-sm font-semibold">
                <Who users={step.users} of={`came to step ${step.step}`} onAsk={asker(step, 'converted')}>
                  {count(step.users)}
                </Who>
              </span>
              <span className="w-14 text-right text-sm text-muted">{percent(step.rate, 1)}</span>
            </div>
            <div className="mt-1 h-3 rounded-sm bg-sunken">
              <div
                className="h-full rounded-sm bg-accent opacity-85"
                style={{ width: `${step.rate ?? 0}%` }}
              />
            </div>
            {before === undefined ? null : (
              <Transition step={step} before={before} onLost={asker(before, 'dropped_off')} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

interface TransitionProps {
  readonly step: Step;
  readonly before: Step;
  readonly onLost: (() => void) | undefined;
}

/** Who came on from the step before, who was lost there, and how long it took. */
function Transition({ step, before, onLost }: TransitionProps) {
  if (before.users === 0) return null;
  const lost = before.users - step.users;
  return (
    <p className="pt-1 text-xs text-muted">
      {percent(step.step_rate, 1)} of the step before came on,{' '}
      <Who users={lost} of={`step ${before.step}`} onAsk={onLost}>
        {count(lost)} did not
      </Who>
      {step.median_seconds === null ? '' : `; median ${duration(step.median_seconds)} from the first step`}
    </p>
  );
}

interface WhoProps {
  readonly users: number;
  /** What they have in common, for those who do not see where it stands. */
  readonly of: string;
  readonly onAsk: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A number of users, behind which are their names. */
function Who({ users, of, onAsk, children }: WhoProps) {
  if (onAsk === undefined || users === 0) return children;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={onAsk}
      className="rounded-sm underline decoration-dotted underline-offset-2 hover:text-accent"
    >
      {children}
      <span className="sr-only">, {of}: who</span>
    </button>
  );
}
