import { type CSSProperties, type ReactNode, type Ref, type RefObject, useId, useRef, useState } from 'react';

/** What a button needs to open the panel below it. */
interface PopoverTrigger {
  readonly popoverTarget: string;
  readonly style: CSSProperties;
}

export interface PopoverParts {
  readonly open: boolean;
  readonly element: RefObject<HTMLDivElement | null>;
  readonly trigger: PopoverTrigger;
  readonly panel: PanelParts;
  readonly show: () => void;
  readonly close: () => void;
}

interface PanelParts {
  readonly id: string;
  readonly ref: Ref<HTMLDivElement>;
  readonly style: CSSProperties;
  readonly onToggle: (event: { newState: string }) => void;
}

/**
 * The browser's own popover: above everything, closed by Escape and by a press elsewhere, focus given back. It stands
 * at its button by CSS anchors, so no script measures or moves it.
 */
export function usePopover(): PopoverParts {
  const id = useId();
  const [open, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const anchor = `--a${id.replaceAll(/\W/g, '')}`;
  return {
    open,
    element,
    trigger: { popoverTarget: id, style: { anchorName: anchor } },
    panel: {
      id,
      ref: element,
      style: { positionAnchor: anchor },
      onToggle: (event) => setOpen(event.newState === 'open'),
    },
    show: () => element.current?.showPopover(),
    close: () => element.current?.hidePopover(),
  };
}

interface PopoverPanelProps {
  readonly parts: PopoverParts;
  readonly className?: string;
  /** Drawn while the panel is open only. */
  readonly children: ReactNode;
}

/** The panel of `usePopover`; place it after its button. */
export function PopoverPanel({ parts, className = '', children }: PopoverPanelProps) {
  return (
    <div
      {...parts.panel}
      popover="auto"
      className={`popover appear rounded-lg border border-line bg-overlay text-left text-sm font-normal whitespace-normal text-ink shadow-overlay ${className}`}
    >
      {parts.open ? children : null}
    </div>
  );
}
