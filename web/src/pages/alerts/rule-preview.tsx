import { useState } from 'react';
import type { AlertRuleBody, RulePreview as Preview } from '#contracts/alerts';
import { usePreviewRule } from '../../api/alerts.ts';
import { moment } from '../../format/time.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Segments } from '../../ui/segments.tsx';
import { PreviewChart } from './preview-chart.tsx';
import { previewText } from './preview-text.ts';

const PERIODS = [
  { value: '24', label: '24 hours' },
  { value: '168', label: '7 days' },
] as const;
const LATEST = 5;

interface RulePreviewProps {
  readonly rule: Pick<AlertRuleBody, 'condition' | 'for_seconds' | 'clear_seconds'>;
  /** Whether the rule says enough to be tried. */
  readonly ready?: boolean;
}

/** Asks when a rule would have fired, and shows it until the rule is another. */
export function RulePreview({ rule, ready = true }: RulePreviewProps) {
  const [hours, setHours] = useState<(typeof PERIODS)[number]['value']>('24');
  const preview = usePreviewRule();
  const { condition, for_seconds, clear_seconds } = rule;
  const body = { condition, for_seconds, clear_seconds, hours: Number(hours) };
  const isOfThis = JSON.stringify(preview.variables) === JSON.stringify(body);
  return (
    <section aria-label="Preview" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={!ready || preview.isPending} onClick={() => preview.mutate(body)}>
          When would it have fired?
        </Button>
        <Segments label="Period" value={hours} choices={PERIODS} onChange={setHours} />
      </div>
      <div aria-live="polite" className="flex flex-col gap-2 empty:hidden">
        {isOfThis && preview.isPending ? <p className="text-muted">Looking at what was recorded …</p> : null}
        {isOfThis && preview.isError ? <ProblemNote error={preview.error} /> : null}
        {isOfThis && preview.data !== undefined ? <Seen preview={preview.data} hours={body.hours} /> : null}
      </div>
    </section>
  );
}

function Seen({ preview, hours }: { readonly preview: Preview; readonly hours: number }) {
  const text = previewText(preview, hours);
  const at = (instant: string) => moment(Date.parse(instant));
  return (
    <>
      <p>
        {text} {preview.simulated ? <Badge tone="warn">simulated</Badge> : null}
      </p>
      <PreviewChart preview={preview} label={text} />
      {preview.now === null ? null : <p className="text-sm text-muted">Now: {preview.now}</p>}
      {preview.spans.length === 0 ? null : (
        <ul className="flex flex-col gap-1 text-xs text-muted">
          {preview.spans
            .slice(-LATEST)
            .toReversed()
            .map(({ subject, fired_at, resolved_at, message }) => (
              <li key={`${subject} ${fired_at}`}>
                {at(fired_at)} to {resolved_at === null ? 'now' : at(resolved_at)}: {message}
              </li>
            ))}
        </ul>
      )}
    </>
  );
}
