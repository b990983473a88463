import { NO_FIGURE } from '../format/numbers.ts';
import { Hint } from './hint.tsx';

/** A figure as text; where there is none, a dash that says why on hover and focus. */
export function FigureText({
  text,
  reason,
}: {
  readonly text: string;
  readonly reason?: string | undefined;
}) {
  if (text !== NO_FIGURE || reason === undefined) return text;
  return (
    <Hint label="Why there is no figure" hint={reason}>
      {NO_FIGURE}
    </Hint>
  );
}
