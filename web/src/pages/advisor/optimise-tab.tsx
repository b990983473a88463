import { type FormEvent, useState } from 'react';
import { OBJECTIVES } from '#contracts/choices';
import { useOptimisation } from '../../api/advisor.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Select, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { AdviceView } from './advice-view.tsx';
import { FrontierPanel } from './frontier-panel.tsx';
import { hasTarget, type PortfolioDraft, portfolioOf } from './holdings.ts';
import { HoldingsEditor } from './holdings-editor.tsx';
import { CertificatePanel, FiguresPanel, WeightsPanel } from './portfolio-panels.tsx';

const NAMES = {
  max_sharpe: 'Most return for its risk',
  min_volatility: 'Least volatility',
  min_cvar: 'Least expected shortfall',
  risk_parity: 'Equal shares of risk',
  hrp: 'Hierarchical risk parity',
  target_return: 'Least risk for a return',
  target_volatility: 'Most return for a risk',
} as const;
const CHOICES = OBJECTIVES.map((value) => ({ value, label: NAMES[value] }));

const EMPTY: PortfolioDraft = {
  holdings: [
    { id: 0, symbol: '', amount: '' },
    { id: 1, symbol: '', amount: '' },
  ],
  unit: 'quantity',
  objective: 'min_volatility',
  maxWeight: '',
  minWeight: '',
  target: '',
};

/** A portfolio in; better weights with a proof, and why, out. */
export function OptimiseTab() {
  const [draft, setDraft] = useState(EMPTY);
  const change = (part: Partial<PortfolioDraft>) => setDraft((old) => ({ ...old, ...part }));
  const advice = useOptimisation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    advice.mutate(portfolioOf(draft));
  };
  return (
    <>
      <Panel
        id="ask"
        title="Optimise a portfolio"
        about="Expected returns and risks are estimated from daily closes adjusted for dividends. Nothing is stored and nothing is traded."
      >
        <form onSubmit={submit} className="flex flex-col gap-4">
          <HoldingsEditor holdings={draft.holdings} unit={draft.unit} onChange={change} />
          <LimitFields draft={draft} change={change} />
          <div>
            <Button look="primary" icon="play" type="submit" disabled={advice.isPending}>
              {advice.isPending ? 'Optimising' : 'Optimise'}
            </Button>
          </div>
          {advice.isError ? <ProblemNote error={advice.error} /> : null}
        </form>
      </Panel>
      {advice.data === undefined ? null : (
        <PanelFactsProvider
          value={{ asOf: advice.data.optimization_timestamp, definitions: {}, stale: false }}
        >
          <div className="grid items-start gap-3 lg:grid-cols-3">
            <WeightsPanel weights={advice.data.weights} />
            <div className="flex min-w-0 flex-col gap-3">
              <FiguresPanel advice={advice.data} />
              <CertificatePanel certificate={advice.data.certificate} />
            </div>
          </div>
          <FrontierPanel advice={advice.data} />
          <AdviceView title="What changes and why" advice={advice.data} />
        </PanelFactsProvider>
      )}
    </>
  );
}

interface LimitFieldsProps {
  readonly draft: PortfolioDraft;
  readonly change: (part: Partial<PortfolioDraft>) => void;
}

function LimitFields({ draft, change }: LimitFieldsProps) {
  const { objective } = draft;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label="Objective">
        <Select
          value={objective}
          choices={CHOICES}
          onChange={(next) => change({ objective: next, target: '' })}
        />
      </Field>
      {hasTarget(objective) ? (
        <PercentField
          label={objective === 'target_return' ? 'Return a year, %' : 'Volatility a year, %'}
          required
          value={draft.target}
          onText={(target) => change({ target })}
        />
      ) : null}
      <PercentField
        label="Least weight, %"
        value={draft.minWeight}
        onText={(minWeight) => change({ minWeight })}
      />
      <PercentField
        label="Most weight, %"
        value={draft.maxWeight}
        onText={(maxWeight) => change({ maxWeight })}
      />
    </div>
  );
}

interface PercentFieldProps {
  readonly label: string;
  readonly value: string;
  readonly required?: boolean;
  readonly onText: (text: string) => void;
}

function PercentField({ label, value, required = false, onText }: PercentFieldProps) {
  return (
    <Field label={label} className="w-32">
      <TextInput
        type="number"
        step="any"
        required={required}
        value={value}
        placeholder={required ? '' : 'none'}
        onChange={({ target }) => onText(target.value)}
      />
    </Field>
  );
}
