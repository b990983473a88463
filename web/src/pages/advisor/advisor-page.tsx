import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../shell/page.tsx';
import { Segments } from '../../ui/segments.tsx';
import type { AdvisorTab } from './advisor-search.ts';
import { AnalyseTab } from './analyse-tab.tsx';
import { NewsTab } from './news-tab.tsx';
import { OptimiseTab } from './optimise-tab.tsx';

const route = getRouteApi('/advisor');

const TABS: readonly { readonly value: AdvisorTab; readonly label: string }[] = [
  { value: 'analyse', label: 'Analyse' },
  { value: 'optimise', label: 'Optimise' },
  { value: 'news', label: 'News' },
];

/** Grounded texts: every figure in them is a fact that our engines found, one press away. */
export function AdvisorPage() {
  const { tab = 'analyse' } = route.useSearch();
  const navigate = useNavigate({ from: '/advisor' });
  const show = (next: AdvisorTab) => void navigate({ search: (old) => ({ ...old, tab: next }) });
  return (
    <Page
      title="Advisor"
      controls={<Segments label="What to do" value={tab} choices={TABS} onChange={show} />}
    >
      {tab === 'analyse' ? <AnalyseTab /> : tab === 'optimise' ? <OptimiseTab /> : <NewsTab />}
    </Page>
  );
}
