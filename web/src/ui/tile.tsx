import type { ReactNode } from 'react';
import type { Figure } from '../format/numbers.ts';
import { DefinitionHint } from './definition-hint.tsx';
import { Flash } from './flash.tsx';

/** Tiles side by side with a hairline between them; as many as fill rows of two, three and six. */
export function TileGrid({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 gap-px overflow-hidden rounded-b-[7px] bg-line sm:grid-cols-3 xl:grid-cols-6">
      {children}
    </div>
  );
}

interface TileProps {
  readonly title: string;
  readonly defines?: readonly string[];
  readonly about?: string;
  readonly flash: Figure;
  readonly note: ReactNode;
  readonly children: ReactNode;
}

const NONE: readonly string[] = [];

/** One figure, what it is, and what to hold it against. */
export function Tile({ title, defines = NONE, about, flash, note, children }: TileProps) {
  return (
    <div className="min-w-0 bg-surface px-4 py-3">
      <div className="flex h-6 items-center gap-0.5 text-xs text-muted">
        <h3 className="truncate">{title}</h3>
        <DefinitionHint title={title} defines={defines} about={about} />
      </div>
      <div className="truncate text-xl font-semibold">
        <Flash value={flash}>{children}</Flash>
      </div>
      <p className="text-xs text-muted sm:truncate">{note}</p>
    </div>
  );
}
