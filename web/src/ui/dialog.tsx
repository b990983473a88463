import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** What has `data-autofocus` gets the focus, else the first control. */
  readonly children: ReactNode;
  /** `side` slides over the right edge and is as tall as the page; `bare` brings its own head. */
  readonly shape?: 'centre' | 'side' | 'bare';
}

const SHAPES = {
  centre: 'm-auto max-h-[calc(100dvh-2rem)] w-[min(30rem,calc(100vw-2rem))] rounded-lg',
  side: 'my-0 mr-0 ml-auto h-dvh max-h-dvh w-[min(44rem,100vw)] rounded-l-lg',
  bare: 'mx-auto mt-[12vh] mb-auto max-h-[80dvh] w-[min(36rem,calc(100vw-2rem))] rounded-lg',
} as const;

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, children, shape = 'centre' }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const opener = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
      // What opened it went with what was done in it.
      else document.getElementById('main')?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === element.current) onClose();
      }}
      className={`appear overflow-hidden border border-line bg-overlay p-0 shadow-overlay ${SHAPES[shape]}`}
    >
      <div className="flex h-full max-h-[inherit] flex-col">
        {shape === 'bare' ? (
          <h2 id={titleId} className="sr-only">
            {title}
          </h2>
        ) : (
          <header className="flex items-center justify-between gap-4 border-b border-line py-3 pr-3 pl-4">
            <h2 id={titleId} className="text-lg font-semibold">
              {title}
            </h2>
            <IconButton icon="close" label="Close" onClick={onClose} />
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
