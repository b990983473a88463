import type { Severity } from '#contracts/alerts';
import { Badge } from '../../ui/badge.tsx';

/** A word always says it too: colour alone is not enough. */
export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return (
    <Badge tone={severity === 'info' ? 'plain' : severity === 'warning' ? 'warn' : 'danger'}>
      {severity}
    </Badge>
  );
}
