import type { ReactNode, Ref } from 'react';

interface ScrollRegionProps {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLElement>;
}

/** A part of the page that scrolls by itself. It takes the focus, so that arrow keys scroll it too. */
export function ScrollRegion({ label, className = '', children, ref }: ScrollRegionProps) {
  return (
    <section ref={ref} aria-label={label} tabIndex={0} className={className}>
      {children}
    </section>
  );
}
