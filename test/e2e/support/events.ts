import type { Site } from './site.ts';

const DAY_MS = 86_400_000;

/** The UTC date some days ago. */
export function dayAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
}

export function purchase(user: string, amount: number, at: Date): object {
  return {
    event_type: amount < 0 ? 'refund' : 'purchase',
    user_id: user,
    properties: { amount, currency: 'USD' },
    timestamp: at.toISOString(),
  };
}

export function pageView(user: string, at: Date): object {
  return {
    event_type: 'page_view',
    user_id: user,
    properties: { page: '/home' },
    timestamp: at.toISOString(),
  };
}

/** Records events as a client does, and expects every one to be taken. */
export async function postEvents(site: Site, events: readonly unknown[]): Promise<void> {
  const response = await fetch(`${site.url}/analytics/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  const answer = (await response.json()) as { accepted?: number };
  if (answer.accepted !== events.length) throw new Error(`not all taken: ${JSON.stringify(answer)}`);
}

/** Two months of a small business: a few users a day, more of them from week to week, and a refund. */
export async function recordBusiness(site: Site): Promise<void> {
  const events: object[] = [];
  for (let day = 59; day >= 0; day -= 1) {
    const at = new Date(Math.min(Date.now(), Date.parse(`${dayAgo(day)}T09:00:00Z`)) - 60_000);
    const users = 3 + (day % 4) + Math.floor((60 - day) / 10);
    for (let user = 0; user < users; user += 1) events.push(pageView(`user-${user}`, at));
    events.push(purchase(`user-${day % users}`, 10 + (day % 7), at));
  }
  events.push(purchase('user-1', -5, new Date(Date.now() - 3 * DAY_MS)));
  await postEvents(site, events);
}
