import type { AlertRule } from '#contracts/alerts';
import { Dialog } from '../../ui/dialog.tsx';
import { conditionText } from './condition-text.ts';
import { RulePreview } from './rule-preview.tsx';

interface PreviewDialogProps {
  readonly rule: AlertRule;
  readonly onClose: () => void;
}

/** When a rule would have fired of late, had it been as it is now. */
export function PreviewDialog({ rule, onClose }: PreviewDialogProps) {
  return (
    <Dialog title={rule.name} onClose={onClose}>
      <div className="flex flex-col gap-3 overflow-y-auto p-4">
        <p className="text-muted">{conditionText(rule.condition)}</p>
        <RulePreview rule={rule} />
      </div>
    </Dialog>
  );
}
