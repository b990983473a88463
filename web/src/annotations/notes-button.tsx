import { useChartMarks } from '../charts/chart-marks.ts';
import { Button } from '../ui/button.tsx';
import { type NotesShown, shownText } from './notes-shown.ts';

/** Opens what happened in the period, and tells how much did. */
export function NotesButton({ shown }: { readonly shown?: NotesShown | undefined }) {
  const { marks, onOpen } = useChartMarks();
  return (
    <Button icon="flag" aria-haspopup="dialog" onClick={() => onOpen()}>
      <span className="@max-[26rem]:sr-only">Notes</span>
      {shown === undefined ? null : (
        <span className="max-w-24 truncate text-accent max-sm:sr-only">{shownText(shown)}</span>
      )}
      {marks.length === 0 ? null : <span className="text-muted">{marks.length}</span>}
    </Button>
  );
}
