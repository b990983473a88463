import { usd } from '../../format/numbers.ts';
import { Badge } from '../../ui/badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SimulatedBadge } from '../../ui/simulated-badge.tsx';
import type { Advice } from './advice.ts';
import { ConfidencePanel } from './confidence-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { GroundedText } from './grounded-text.tsx';

interface AdviceViewProps {
  readonly title: string;
  readonly advice: Advice;
}

/** The text with its facts linked, how far it is supported, and the facts. */
export function AdviceView({ title, advice }: AdviceViewProps) {
  return (
    <>
      <div className="grid items-start gap-3 lg:grid-cols-3">
        <Panel
          id="text"
          title={title}
          about="Underlined figures lead to the fact behind them. A text that says anything the facts do not is refused."
          className="lg:col-span-2"
          controls={
            advice.simulated ? (
              <SimulatedBadge hint="The market data is made up, or a simulated provider wrote the words." />
            ) : undefined
          }
        >
          <div className="flex flex-col gap-3">
            <GroundedText paragraphs={advice.text} facts={advice.facts} />
            <WriterLine advice={advice} />
            {advice.notes.map((note) => (
              <p key={note} className="text-sm text-muted">
                {note}
              </p>
            ))}
          </div>
        </Panel>
        <ConfidencePanel basis={advice.confidence_basis} />
      </div>
      <FactsPanel facts={advice.facts} missing={advice.missing} />
    </>
  );
}

function WriterLine({ advice: { model_used: model, writing } }: { readonly advice: Advice }) {
  const { writer, reason, refusals, cost } = writing;
  return (
    <div className="flex flex-col gap-1 border-t border-line pt-3 text-xs text-muted">
      <p className="flex flex-wrap items-center gap-2">
        <Badge>{writer === 'model' ? 'worded by a model' : 'worded by a template'}</Badge>
        <span className="font-mono">{model}</span>
        <span>{usd(cost)}</span>
      </p>
      {reason === null ? null : <p>{reason}</p>}
      {refusals.map(({ attempt, quote, message }) => (
        <p key={`${attempt} ${quote} ${message}`}>
          Text {attempt} was refused at “{quote}”: {message}
        </p>
      ))}
    </div>
  );
}
