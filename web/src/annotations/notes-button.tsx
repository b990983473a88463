import { useChartMarks } from '../charts/chart-marks.ts';
import { Button } from '../ui/button.tsx';

/** Opens what happened in the period, and tells how much did. */
export function NotesButton() {
  const { marks, onOpen } = useChartMarks();
  return (
    <Button icon="flag" aria-haspopup="dialog" onClick={() => onOpen()}>
      <span className="@max-[26rem]:sr-only">Notes</span>
      {marks.length === 0 ? null : <span className="text-muted">{marks.length}</span>}
    </Button>
  );
}
