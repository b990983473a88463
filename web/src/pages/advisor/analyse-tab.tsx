import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import type { MarketAnalysisAnswer } from '#contracts/advisor';
import { ANALYSIS_TYPES } from '#contracts/choices';
import { useAnalysis } from '../../api/advisor.ts';
import { Button } from '../../ui/button.tsx';
import { Field, inWords, Select, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { AdviceView } from './advice-view.tsx';
import type { Analysis } from './advisor-search.ts';

const route = getRouteApi('/advisor');
const IndicatorsPanel = lazy(async () => ({
  default: (await import('../symbol/indicators-panel.tsx')).IndicatorsPanel,
}));
const TYPES = ANALYSIS_TYPES.map((value) => ({ value, label: inWords(value) }));
const TIMEFRAMES = [
  { value: '1d', label: 'Days' },
  { value: '1w', label: 'Weeks' },
  { value: '1m', label: 'Months' },
] as const;
type Timeframe = (typeof TIMEFRAMES)[number]['value'];

/** One symbol put into words. */
export function AnalyseTab() {
  const { symbol: asked = '', type: kind = 'comprehensive' } = route.useSearch();
  const navigate = useNavigate({ from: '/advisor' });
  const [symbol, setSymbol] = useState(asked);
  const [type, setType] = useState<Analysis>(kind);
  const [timeframe, setTimeframe] = useState<Timeframe>('1d');
  const analysis = useAnalysis();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = symbol.trim().toUpperCase();
    void navigate({ search: (old) => ({ ...old, symbol: wanted, type }), replace: true });
    analysis.mutate({ symbol: wanted, analysis_type: type, timeframe });
  };
  return (
    <>
      <Panel
        id="ask"
        title="Analyse a symbol"
        about="Figures come from our engines over daily bars; a model, or a template where there is none, only words them."
      >
        <form onSubmit={submit} className="flex flex-col gap-3">
          <div className="flex flex-wrap items-end gap-2">
            <Field label="Symbol" className="w-32">
              <TextInput
                required
                value={symbol}
                placeholder="AAPL"
                autoComplete="off"
                onChange={({ target }) => setSymbol(target.value)}
              />
            </Field>
            <Field label="Analysis">
              <Select value={type} choices={TYPES} onChange={setType} />
            </Field>
            <Field label="Bars">
              <Select value={timeframe} choices={TIMEFRAMES} onChange={setTimeframe} />
            </Field>
            <Button look="primary" icon="play" type="submit" disabled={analysis.isPending}>
              {analysis.isPending ? 'Analysing' : 'Analyse'}
            </Button>
          </div>
          {analysis.isIdle ? (
            <p className="text-muted">
              What the figures of a symbol say, in words. Each figure in the text is a press away from the
              fact it comes from.
            </p>
          ) : null}
          {analysis.isError ? <ProblemNote error={analysis.error} /> : null}
        </form>
      </Panel>
      {analysis.data === undefined ? null : <AnalysisView answer={analysis.data} />}
    </>
  );
}

function AnalysisView({ answer }: { readonly answer: MarketAnalysisAnswer }) {
  const { symbol, name, analysis_type: type } = answer;
  return (
    <PanelFactsProvider value={{ asOf: answer.as_of, definitions: {}, stale: false }}>
      <p className="flex flex-wrap items-baseline gap-x-2 text-base">
        <Link
          to="/market/$symbol"
          params={{ symbol }}
          className="rounded-sm font-semibold text-accent underline"
        >
          {symbol}
        </Link>
        <span>{name}</span>
      </p>
      <AdviceView title={`${inWords(type)} analysis`} advice={answer} />
      <Suspense fallback={<div className="skeleton h-80 rounded-md" />}>
        <IndicatorsPanel symbol={symbol} asOf={undefined} />
      </Suspense>
    </PanelFactsProvider>
  );
}
