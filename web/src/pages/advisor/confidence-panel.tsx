import type { ConfidenceBasis } from '#contracts/advisor';
import { percent } from '../../format/numbers.ts';
import { inWords } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';

/** How far an answer is supported, part by part. */
export function ConfidencePanel({ basis }: { readonly basis: ConfidenceBasis }) {
  return (
    <Panel
      id="confidence"
      title="Confidence"
      about="How far the data support the text: the product of the parts below. It is no probability of a gain."
    >
      <p className="text-xl font-semibold">
        {percent(100 * basis.score, 0)}{' '}
        <span className="text-base font-normal text-muted">{basis.level}</span>
      </p>
      <dl className="flex flex-col gap-2 pt-2 text-sm">
        {basis.parts.map(({ name, value, meaning }) => (
          <div key={name} className="grid grid-cols-[1fr_auto] gap-x-3 border-t border-line pt-2">
            <dt>{inWords(name)}</dt>
            <dd className="text-right">{value === null ? 'does not apply' : percent(100 * value, 0)}</dd>
            <dd className="col-span-2 text-xs text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
