import { getRouteApi, Link } from '@tanstack/react-router';
import { NotFound } from '../../shell/not-found.tsx';
import { Page } from '../../shell/page.tsx';
import { REFERENCES } from './references.ts';
import { RestReference } from './rest-reference.tsx';
import { WebsocketReference } from './websocket-reference.tsx';

const route = getRouteApi('/docs/$reference');

/** The reference of one part of the API, made from the description that the server gives of itself. */
export function DocsPage() {
  const { reference: name } = route.useParams();
  const { at } = route.useSearch();
  const reference = REFERENCES.find((known) => known.name === name);
  if (reference === undefined) return <NotFound />;
  return (
    <Page title={reference.title} crumbs={<DocsCrumb />}>
      <nav aria-label="References" className="flex gap-1 overflow-x-auto border-b border-line">
        {REFERENCES.map((other) => (
          <Link
            key={other.name}
            to="/docs/$reference"
            params={{ reference: other.name }}
            aria-current={other.name === name ? 'page' : undefined}
            className="-mb-px border-b-2 border-transparent px-3 py-2 whitespace-nowrap text-muted hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink"
          >
            {other.title}
          </Link>
        ))}
      </nav>
      {reference.name === 'websocket' ? (
        <WebsocketReference at={at} />
      ) : (
        <RestReference key={reference.name} tag={reference.name} at={at} />
      )}
    </Page>
  );
}

function DocsCrumb() {
  return (
    <>
      <span>Docs</span>
      <span aria-hidden="true">/</span>
    </>
  );
}
