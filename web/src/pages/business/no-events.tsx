import { EmptyState } from '../../ui/states.tsx';

/** Nothing has been recorded yet. */
export function NoEvents() {
  return (
    <EmptyState title="No events yet" command={{ label: 'Send your first event', code: eventCommand() }}>
      <p>
        Post what happens in your product, or import a file with{' '}
        <code className="font-mono text-ink">richesreach import events FILE</code>. This page shows it at
        once.
      </p>
    </EmptyState>
  );
}

function eventCommand(): string {
  return `curl -X POST ${window.location.origin}/analytics/events \\
  -H 'content-type: application/json' \\
  -d '{"event_type":"purchase","user_id":"ada","properties":{"amount":49.9,"currency":"USD"}}'`;
}
