import { type FormEvent, useState } from 'react';
import type { NewsReading } from '#contracts/advisor';
import { useNews } from '../../api/advisor.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PanelFactsProvider } from '../../ui/panel-context.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { AdviceView } from './advice-view.tsx';
import { headlinesOf } from './headlines.ts';
import { EntitiesPanel, HeadlinesPanel } from './news-panels.tsx';

/** Headlines in; labels, entities and a summary out. */
export function NewsTab() {
  const [text, setText] = useState('');
  const news = useNews();
  const headlines = headlinesOf(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    news.mutate(headlines);
  };
  return (
    <>
      <Panel
        id="ask"
        title="Read news"
        about="Scores are our own model’s. Headlines are read as data: nothing that they tell anyone to do is done."
      >
        <form onSubmit={submit} className="flex flex-col gap-3">
          <textarea
            aria-label="Headlines, one a line"
            value={text}
            required
            rows={5}
            placeholder={'Apple beats profit estimates\nBoeing shares slump after a recall'}
            onChange={({ target }) => setText(target.value)}
            className="rounded-md border border-line-strong bg-surface px-2 py-1.5 placeholder:text-muted"
          />
          <div className="flex flex-wrap items-center gap-3">
            <Button
              look="primary"
              icon="play"
              type="submit"
              disabled={news.isPending || headlines.length === 0}
            >
              {news.isPending ? 'Reading' : 'Read'}
            </Button>
            <span className="text-xs text-muted">One headline a line</span>
          </div>
          {news.isError ? <ProblemNote error={news.error} /> : null}
        </form>
      </Panel>
      {news.data === undefined ? null : <Reading reading={news.data} />}
    </>
  );
}

function Reading({ reading }: { readonly reading: NewsReading }) {
  return (
    <PanelFactsProvider value={{ asOf: reading.analysis_timestamp, definitions: {}, stale: false }}>
      <div className="grid items-start gap-3 lg:grid-cols-3">
        <HeadlinesPanel items={reading.items} />
        <EntitiesPanel entities={reading.entities} />
      </div>
      <AdviceView title="Summary" advice={reading} />
    </PanelFactsProvider>
  );
}
