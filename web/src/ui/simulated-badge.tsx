import { Badge } from './badge.tsx';
import { Hint } from './hint.tsx';

/** Says that figures are made up, and what ends that. */
export function SimulatedBadge({ hint }: { readonly hint: string }) {
  return (
    <Hint label="What simulated means" hint={hint}>
      <Badge tone="warn">simulated</Badge>
    </Hint>
  );
}
