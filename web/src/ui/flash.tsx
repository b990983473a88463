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

/** Shows once, softly, that the figure inside has changed. */
export function Flash({ value, children, className = '' }: FlashProps) {
  const scope = useContext(FlashScope);
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef({ value, scope });
  useEffect(() => {
    const { value: old, scope: oldScope } = before.current;
    before.current = { value, scope };
    if (scope !== oldScope || old === value || typeof old !== 'number' || typeof value !== 'number') return;
    restart(element.current, value > old ? 'up' : 'down');
  }, [value, scope]);
  return (
    <span
      ref={element}
      className={`-mx-1 rounded-sm px-1 ${className}`}
      onAnimationEnd={(event) => delete event.currentTarget.dataset['flash']}
    >
      {children}
    </span>
  );
}

function restart(element: HTMLElement | null, way: 'up' | 'down'): void {
  if (element === null) return;
  delete element.dataset['flash'];
  // Reading the layout ends the animation that may still run, so that the next one starts.
  void element.offsetWidth;
  element.dataset['flash'] = way;
}
