import { useQuery } from '@tanstack/react-query';
import type { ClusterAnalysis } from '#contracts/user-clusters';
import { useMay } from '../../api/access.ts';
import { analysesQuery } from '../../api/users.ts';
import { count } from '../../format/numbers.ts';
import { moment, sessionDate } from '../../format/time.ts';
import { Field, Select } from '../../ui/field.tsx';

/** The analyses that were stored last. */
export function useAnalyses() {
  return useQuery({ ...analysesQuery, enabled: useMay('predictions:read') }).data;
}

interface EarlierAnalysesProps {
  readonly analyses: readonly ClusterAnalysis[];
  /** Which one is shown; none where users were grouped just now, or not at all. */
  readonly shown: number | undefined;
  readonly onShow: (analysis: number | undefined) => void;
}

/** Chooses among the analyses there are. */
export function EarlierAnalyses({ analyses, shown, onShow }: EarlierAnalysesProps) {
  if (analyses.length === 0) return null;
  const choices = [
    { value: '', label: 'None' },
    ...analyses.map((one) => ({ value: String(one.analysis_id), label: analysisName(one) })),
  ];
  return (
    <Field label="Earlier analysis" className="max-w-full">
      <Select
        value={String(shown ?? '')}
        choices={choices}
        onChange={(next) => onShow(next === '' ? undefined : Number(next))}
      />
    </Field>
  );
}

function analysisName({ computed_at: at, n_clusters: clusters }: ClusterAnalysis): string {
  return `${moment(Date.parse(at))}, ${count(clusters)} clusters`;
}

/** Of which period it is. */
export function analysisPeriod({ period, simulated }: ClusterAnalysis): string {
  const days =
    period === null
      ? 'Of a period that was not kept'
      : `Of ${sessionDate(period.start_date)} to ${sessionDate(period.end_date)}, ${period.time_zone}`;
  return simulated === true ? `${days}; simulated users were among them.` : `${days}.`;
}
