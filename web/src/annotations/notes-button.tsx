import { useChartMarks } from '../charts/chart-marks.ts';
import { Button } from '../ui/button.tsx';

/** Opens what happened in the period, and tells how much did. */
export function NotesButton() {
  const { marks, onOpen } = useChartMarks();
  return (
    <Button icon="flag" aria-haspopup="dialog" onClick={() => onOpen()}>
      Notes
      {marks.length === 0 ? null : <span className="text-muted">{marks.length}</span>}
    </Button>
  );
}
