import { useState } from 'react';
import { Icon } from '../ui/icon.tsx';
import type { ChartMark, MarkTone } from './chart-marks.ts';
import { FLAG_PX, type Flag } from './mark-layout.ts';

interface MarkFlagsProps {
  readonly flags: readonly Flag[];
  /** The end of the plot: values stand beside it. */
  readonly right: number;
  readonly top: number;
  readonly onOpen: (keys: readonly string[]) => void;
}

const TONES: Readonly<Record<MarkTone, string>> = {
  note: 'text-ink',
  info: 'text-muted',
  warning: 'text-warn',
  critical: 'text-danger',
};
/** The gravest of several gives a flag its look. */
const GRAVITY: readonly MarkTone[] = ['critical', 'warning', 'note', 'info'];
/** So many of a flag's marks are told before it is opened. */
const TOLD = 3;

/** Buttons at the heads of marks, by pointer and keyboard: they tell what happened, and open it. */
export function MarkFlags({ flags, right, top, onOpen }: MarkFlagsProps) {
  const [shown, setShown] = useState<string | null>(null);
  return flags.map(({ x, marks }) => {
    const key = marks[0]?.key ?? '';
    const tone = GRAVITY.find((one) => marks.some((mark) => mark.tone === one)) ?? 'note';
    const left = Math.min(Math.max(0, x - FLAG_PX / 2), right - FLAG_PX);
    return (
      <div key={key}>
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={spoken(marks)}
          onPointerEnter={() => setShown(key)}
          onPointerLeave={() => setShown(null)}
          onFocus={() => setShown(key)}
          onBlur={() => setShown(null)}
          onClick={() => onOpen(marks.map((mark) => mark.key))}
          style={{ left, top }}
          className={`absolute z-10 flex size-6 items-center justify-center rounded-md border border-line-strong bg-surface text-xs hover:border-accent ${TONES[tone]}`}
        >
          {marks.length > 1 ? marks.length : <Icon name={tone === 'note' ? 'flag' : 'bell'} size={14} />}
        </button>
        {shown === key ? (
          <Tip marks={marks} top={top + FLAG_PX + 4} left={left} toLeft={x > right / 2} />
        ) : null}
      </div>
    );
  });
}

function spoken(marks: readonly ChartMark[]): string {
  const told = marks.slice(0, TOLD).map(({ text, time }) => `${text}, ${time}`);
  const all = (marks.length > TOLD ? [...told, more(marks)] : told).join('; ');
  // What is seen is part of the name, for those who say what to press.
  return marks.length > 1 ? `${marks.length}: ${all}` : all;
}

const more = (marks: readonly ChartMark[]) => `and ${marks.length - TOLD} more`;

interface TipProps {
  readonly marks: readonly ChartMark[];
  readonly top: number;
  readonly left: number;
  /** Whether there is more room to the left of the flag. */
  readonly toLeft: boolean;
}

/** What a flag's name says, for eyes. */
function Tip({ marks, top, left, toLeft }: TipProps) {
  return (
    <div
      aria-hidden="true"
      style={{ top, left: toLeft ? left + FLAG_PX : left }}
      className={`pointer-events-none absolute z-10 flex max-w-60 flex-col gap-1 rounded-md border border-line bg-overlay px-2 py-1 text-xs shadow-overlay w-max ${toLeft ? '-translate-x-full' : ''}`}
    >
      {marks.slice(0, TOLD).map(({ key, text, time }) => (
        <div key={key}>
          <p className="line-clamp-2 break-words">{text}</p>
          <p className="text-muted">{time}</p>
        </div>
      ))}
      {marks.length > TOLD ? <p className="text-muted">{more(marks)}</p> : null}
    </div>
  );
}
