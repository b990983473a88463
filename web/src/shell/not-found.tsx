import { Link, useLocation } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { overlay } from './overlays.ts';
import { Page } from './page.tsx';

export function NotFound() {
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <Page title="Not found">
      <EmptyState
        title="There is no page here"
        action={
          <div className="flex items-center gap-3">
            <Button icon="search" onClick={() => overlay.set('palette')}>
              Search
            </Button>
            <Link to="/market" className="text-accent underline">
              Go to the market
            </Link>
          </div>
        }
      >
        <p>
          Nothing is at <code className="font-mono break-all text-ink">{path}</code>. The address may be
          mistyped, or the page has moved.
        </p>
      </EmptyState>
    </Page>
  );
}
