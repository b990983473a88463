import { type FormEvent, lazy, Suspense, useMemo, useState } from 'react';
import type { Severity, Webhook } from '#contracts/alerts';
import { SEVERITIES } from '#contracts/choices';
import { useDeleteWebhook, useMakeWebhook, useTestWebhook } from '../../api/alerts.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/clipboard.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Field, Select, TextInput } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';

const DeliveriesDialog = lazy(async () => ({
  default: (await import('./deliveries-dialog.tsx')).DeliveriesDialog,
}));

const FROM = SEVERITIES.map((value) => ({
  value,
  label: value === 'critical' ? 'Critical' : `From ${value}`,
}));

interface WebhookActions {
  readonly show: (id: number) => void;
  readonly test: (id: number) => void;
  readonly remove: (id: number) => void;
}

function columnsOf({ show, test, remove }: WebhookActions): Column<Webhook>[] {
  return [
    {
      key: 'url',
      title: 'Address',
      value: (webhook) => webhook.url,
      cell: ({ url, last_error }) => (
        <span className="flex min-w-24 flex-col py-1.5 break-all whitespace-normal">
          {url}
          {last_error === null ? null : <span className="text-xs text-warn">{last_error}</span>}
        </span>
      ),
      className: 'w-full',
    },
    { key: 'severity', title: 'From', value: (webhook) => webhook.min_severity, wideOnly: true },
    { key: 'waiting', title: 'Waiting', value: (webhook) => webhook.waiting, numeric: true },
    {
      key: 'deliveries',
      title: 'Deliveries',
      value: () => null,
      cell: ({ id, url }) => (
        <Button aria-label={`Show deliveries to ${url}`} onClick={() => show(id)}>
          Show
        </Button>
      ),
    },
    {
      key: 'test',
      title: 'Test',
      value: () => null,
      cell: ({ id, url }) => (
        <Button aria-label={`Test ${url}`} onClick={() => test(id)}>
          Test
        </Button>
      ),
    },
    {
      key: 'delete',
      title: 'Delete',
      value: () => null,
      cell: ({ id, url }) => <IconButton icon="close" label={`Delete ${url}`} onClick={() => remove(id)} />,
    },
  ];
}

/** Where alerts are sent, signed and tried again until they are taken. */
export function WebhooksPanel({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const test = useTestWebhook();
  const remove = useDeleteWebhook();
  const [shown, setShown] = useState<number>();
  const columns = useMemo(
    () => columnsOf({ show: setShown, test: test.mutate, remove: remove.mutate }),
    [test.mutate, remove.mutate],
  );
  const looked = webhooks.find(({ id }) => id === shown);
  const table = { columns, rows: webhooks, fileName: 'alert-webhooks' };
  const error = test.error ?? remove.error;
  return (
    <Panel
      id="webhooks"
      title="Webhooks"
      about="Every change of an alert is posted there as JSON, signed by the Standard Webhooks specification, and tried again for three days; what is refused holds up no other."
      table={table}
    >
      <div className="flex flex-col gap-3">
        {webhooks.length === 0 ? (
          <p className="text-muted">Alerts are sent nowhere yet.</p>
        ) : (
          <div className="-mx-2 overflow-x-auto">
            <DataTable caption="Webhooks" rowKey={({ id }) => String(id)} {...table} />
          </div>
        )}
        <p aria-live="polite" className="text-sm text-muted empty:hidden">
          {test.data === undefined
            ? null
            : test.data.delivered
              ? 'The receiver took the test.'
              : `The test failed: ${test.data.error}`}
        </p>
        <WebhookForm />
        {error === null ? null : <ProblemNote error={error} />}
      </div>
      {looked === undefined ? null : (
        <Suspense>
          <DeliveriesDialog webhook={looked} onClose={() => setShown(undefined)} />
        </Suspense>
      )}
    </Panel>
  );
}

function WebhookForm() {
  const [url, setUrl] = useState('');
  const [severity, setSeverity] = useState<Severity>('warning');
  const make = useMakeWebhook();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { url: url.trim(), description: '', min_severity: severity, enabled: true };
    make.mutate(body, { onSuccess: () => setUrl('') });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Address" className="grow">
          <TextInput
            type="url"
            required
            value={url}
            placeholder="https://example.com/hooks/alerts"
            onChange={({ target }) => setUrl(target.value)}
          />
        </Field>
        <Field label="Severity">
          <Select value={severity} choices={FROM} onChange={setSeverity} />
        </Field>
        <Button type="submit" disabled={make.isPending}>
          Add webhook
        </Button>
      </div>
      {make.isError ? <ProblemNote error={make.error} /> : null}
      {make.data === undefined ? null : (
        <CodeBlock code={make.data.secret} head="Secret that signs the deliveries, shown this once" />
      )}
    </form>
  );
}
