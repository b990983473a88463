import { type ReactNode, useRef } from 'react';
import { PopoverPanel, usePopover } from './popover.tsx';

interface HintProps {
  /** What assistive tools call the button. */
  readonly label: string;
  readonly hint: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

const HOVER_MS = 140;

/** A short explanation on hover, on focus and on a press. */
export function Hint({ label, hint, children, className = '' }: HintProps) {
  const popover = usePopover();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const soon = (task: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(task, HOVER_MS);
  };
  const byMouse = (task: () => void) => (event: { pointerType: string }) => {
    if (event.pointerType === 'mouse') soon(task);
  };
  return (
    <span
      onPointerEnter={byMouse(popover.show)}
      onPointerLeave={byMouse(popover.close)}
      className="inline-flex"
    >
      <button
        type="button"
        aria-label={label}
        aria-describedby={popover.open ? popover.panel.id : undefined}
        style={popover.trigger.style}
        className={`inline-flex items-center rounded-sm text-muted hover:text-ink ${className}`}
        onClick={popover.show}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) popover.show();
        }}
        onBlur={() => soon(popover.close)}
      >
        {children}
      </button>
      <PopoverPanel parts={popover} className="popover-above w-max max-w-80 px-3 py-2">
        {hint}
      </PopoverPanel>
    </span>
  );
}
