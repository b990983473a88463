import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import type { Figure } from '../format/numbers.ts';

/**
 * What the figures below belong to. Another date or symbol brings other figures, not changed ones, and nothing flashes.
 */
const FlashScope = createContext<string>('');
export const FlashScopeProvider = FlashScope.Provider;

interface FlashProps {
  readonly value: Figure;
  readonly children: ReactNode;
  readonly className?: string;
}

const SHOWN_MS = 500;

/** Shows once, softly, that the figure inside has changed. */
export function Flash({ value, children, className = '' }: FlashProps) {
  const scope = useContext(FlashScope);
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef({ value, scope });
  useEffect(() => {
    const { value: old, scope: oldScope } = before.current;
    before.current = { value, scope };
    if (scope !== oldScope || old === value || typeof old !== 'number' || typeof value !== 'number') return;
    return mark(element.current, value > old ? 'up' : 'down');
  }, [value, scope]);
  return (
    <span ref={element} data-flash="off" className={`-mx-1 rounded-sm px-1 ${className}`}>
      {children}
    </span>
  );
}

/** Marks an element for a moment; the answer ends it early, so that the next change starts anew. */
function mark(element: HTMLElement | null, way: 'up' | 'down'): (() => void) | undefined {
  if (element === null || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
  const end = () => {
    element.dataset['flash'] = 'off';
  };
  element.dataset['flash'] = way;
  const timer = setTimeout(end, SHOWN_MS);
  return () => {
    clearTimeout(timer);
    end();
  };
}
