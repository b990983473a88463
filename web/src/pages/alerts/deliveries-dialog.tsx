import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Webhook, WebhookDelivery } from '#contracts/alerts';
import { type DeliveryFilter, deliveriesQuery, useRedeliver } from '../../api/alerts.ts';
import { moment } from '../../format/time.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/columns.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Segments } from '../../ui/segments.tsx';

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'given_up', label: 'Given up' },
] as const satisfies readonly { value: DeliveryFilter; label: string }[];
const TONES = { waiting: 'warn', delivered: 'plain', given_up: 'danger' } as const;
const WORDS = { waiting: 'waiting', delivered: 'delivered', given_up: 'given up' } as const;

const at = (instant: string) => moment(Date.parse(instant));

function Progress({ delivery }: { readonly delivery: WebhookDelivery }) {
  const { type, attempts, error, last_attempt_at: last, next_attempt_at: next } = delivery;
  const tried = attempts === 1 ? 'one attempt' : `${attempts} attempts`;
  return (
    <span className="flex flex-col text-xs text-muted">
      <span>
        {type}; {last === null ? 'not tried yet' : `${tried}, the last ${at(last)}`}
      </span>
      {error === null ? null : <span className="text-warn">{error}</span>}
      {next === null ? null : <span>Next attempt {at(next)}</span>}
    </span>
  );
}

function columnsOf(redeliver: (id: string) => void): Column<WebhookDelivery>[] {
  return [
    {
      key: 'created',
      title: 'Made',
      value: (delivery) => delivery.created_at,
      cell: (delivery) => at(delivery.created_at),
      wideOnly: true,
    },
    {
      key: 'what',
      title: 'Delivery',
      value: (delivery) => delivery.title,
      cell: (delivery) => (
        <span className="flex min-w-36 flex-col py-1.5 whitespace-normal">
          {delivery.title}
          <Progress delivery={delivery} />
        </span>
      ),
      className: 'w-full',
    },
    {
      key: 'status',
      title: 'Status',
      value: (delivery) => delivery.status,
      cell: ({ status }) => <Badge tone={TONES[status]}>{WORDS[status]}</Badge>,
    },
    {
      key: 'again',
      title: 'Again',
      value: () => null,
      cell: ({ id, title, type }) => (
        <Button aria-label={`Redeliver ${type} of ${title}`} onClick={() => redeliver(id)}>
          Redeliver
        </Button>
      ),
    },
  ];
}

interface DeliveriesDialogProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

/** What was sent to a webhook, what it answered, and what still waits. */
export function DeliveriesDialog({ webhook, onClose }: DeliveriesDialogProps) {
  const [filter, setFilter] = useState<DeliveryFilter>('all');
  const query = useQuery({ ...deliveriesQuery(webhook.id, filter), placeholderData: keepPreviousData });
  const redeliver = useRedeliver(webhook.id);
  const { mutate } = redeliver;
  const columns = useMemo(() => columnsOf(mutate), [mutate]);
  return (
    <Dialog title="Deliveries" onClose={onClose} shape="side">
      <div className="flex flex-col gap-3 overflow-y-auto p-4">
        <p className="break-all text-muted">{webhook.url}</p>
        {webhook.resume_at === null ? null : (
          <p className="text-warn">
            Several attempts failed in a row: nothing is sent before {at(webhook.resume_at)}.
          </p>
        )}
        <div className="flex">
          <Segments label="Show" value={filter} choices={FILTERS} onChange={setFilter} />
        </div>
        {redeliver.isError ? <ProblemNote error={redeliver.error} /> : null}
        <Loaded query={query} skeleton={<div className="skeleton h-40" />}>
          {(deliveries) =>
            deliveries.length === 0 ? (
              <p className="text-muted">
                {filter === 'all' ? 'Nothing was sent here yet.' : 'There is none of this kind.'}
              </p>
            ) : (
              <div className="-mx-2 overflow-x-auto">
                <DataTable
                  caption="Deliveries"
                  rowKey={({ id }) => id}
                  columns={columns}
                  rows={deliveries}
                  fileName="deliveries"
                />
              </div>
            )
          }
        </Loaded>
      </div>
    </Dialog>
  );
}
