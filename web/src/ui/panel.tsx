import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from 'react';

import { drawCharts, drawingOf, savePng } from '../charts/png.ts';
import { asOfText } from '../format/time.ts';

import type { Rows } from './columns.ts';
import { copyText } from './copy-text.ts';
import { saveCsv } from './csv.ts';
import { DefinitionHint } from './definition-hint.tsx';
import { Menu, MenuItem, MenuLine } from './menu.tsx';
import { usePanelFacts } from './panel-context.ts';

const RowsSheet = lazy(async () => ({ default: (await import('./rows-sheet.tsx')).RowsSheet }));

/** What is saved as a picture: the panel's own SVG charts, or what its chart library draws. */
type Picture = 'svg' | (() => HTMLCanvasElement | null);

interface PanelProps<Row> {
  /** Also its address on the page: `#sectors`. */
  readonly id: string;
  readonly title: string;
  /** Names of the figures shown, as the server defines them. */
  readonly defines?: readonly string[];
  /** A definition of the page's own, where the server has none. */
  readonly about?: string;
  readonly table?: Rows<Row>;
  readonly picture?: Picture;
  /** The request behind the figures, to paste into a shell. */
  readonly curl?: () => string;
  readonly controls?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

const NONE: readonly string[] = [];

/** A framed part of a page: title, definition, time, menu, and what it shows. */
export function Panel<Row>({
  id,
  title,
  defines = NONE,
  controls,
  className = '',
  ...rest
}: PanelProps<Row>) {
  const facts = usePanelFacts();
  const body = useRef<HTMLDivElement>(null);
  useScrollToHash(id);
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className={`panel flex min-w-0 scroll-mt-16 flex-col max-sm:scroll-mt-24 ${className}`}
    >
      <header className="@container flex min-h-12 items-center gap-x-1.5 pt-1 pr-2 pl-4">
        <h2 id={`${id}-title`} className="truncate text-base font-semibold">
          {title}
        </h2>
        <DefinitionHint title={title} defines={defines} about={rest.about} />
        <div className="grow" />
        {controls}
        {facts.asOf === null ? null : (
          <time
            dateTime={facts.asOf}
            className={`text-xs whitespace-nowrap ${controls === undefined ? '@max-[20.5rem]:sr-only' : '@max-[26rem]:sr-only'} ${facts.stale ? 'text-warn' : 'text-muted'}`}
          >
            {asOfText(facts.asOf)}
          </time>
        )}
        <PanelMenu
          id={id}
          title={title}
          body={body}
          table={rest.table}
          picture={rest.picture}
          curl={rest.curl}
        />
      </header>
      <div ref={body} className="flex min-w-0 grow flex-col px-4 pb-4">
        {rest.children}
      </div>
    </section>
  );
}

interface PanelMenuProps<Row> {
  readonly id: string;
  readonly title: string;
  readonly body: RefObject<HTMLElement | null>;
  readonly table: Rows<Row> | undefined;
  readonly picture: Picture | undefined;
  readonly curl: (() => string) | undefined;
}

function PanelMenu<Row>({ id, title, body, table, picture, curl }: PanelMenuProps<Row>) {
  const [rowsShown, setRowsShown] = useState(false);
  const { asOf } = usePanelFacts();
  const caption = asOf === null ? title : `${title}, ${asOfText(asOf)}`;
  return (
    <>
      <Menu icon="more" label={`${title}, menu`} className="size-7">
        {table === undefined ? null : (
          <>
            <MenuItem icon="rows" onSelect={() => setRowsShown(true)}>
              View rows
            </MenuItem>
            <MenuItem icon="download" onSelect={() => saveCsv(table)}>
              Save as CSV
            </MenuItem>
          </>
        )}
        {picture === undefined ? null : (
          <MenuItem icon="image" onSelect={() => void savePicture(body.current, picture, caption, id)}>
            Save as PNG
          </MenuItem>
        )}
        <MenuLine />
        <MenuItem icon="link" onSelect={() => void copyText(linkTo(id))}>
          Copy link
        </MenuItem>
        {curl === undefined ? null : (
          <MenuItem icon="copy" onSelect={() => void copyText(curl())}>
            Copy as curl
          </MenuItem>
        )}
      </Menu>
      {rowsShown && table !== undefined ? (
        <Suspense>
          <RowsSheet title={title} table={table as Rows<unknown>} onClose={() => setRowsShown(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

async function savePicture(
  body: HTMLElement | null,
  picture: Picture,
  caption: string,
  name: string,
): Promise<void> {
  if (picture === 'svg') {
    if (body !== null) savePng(await drawCharts(body), caption, name);
    return;
  }
  const canvas = picture();
  if (canvas !== null) savePng(drawingOf(canvas), caption, name);
}

function linkTo(id: string): string {
  const address = new URL(window.location.href);
  address.hash = id;
  return address.href;
}

/** A copied link opens at its panel, which is only there once its figures are. */
function useScrollToHash(id: string): void {
  useEffect(() => {
    if (window.location.hash === `#${id}`) document.getElementById(id)?.scrollIntoView();
  }, [id]);
}
