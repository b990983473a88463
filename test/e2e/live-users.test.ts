import { describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { postEvents } from './support/events.ts';
import { startSite } from './support/site.ts';

describe.skipIf(!browserPresent)('who is there right now', { timeout: 90_000 }, () => {
  it('says who was last there, then counts people as they come, readable by everybody', async () => {
    await using site = await startSite({ market: false });
    await using browser = await openBrowser();
    const view = (who: object, minutesAgo: number) => ({
      ...who,
      event_type: 'page_view',
      properties: { page: '/pricing' },
      timestamp: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    });
    await postEvents(site, [view({ user_id: 'ada' }, 12)]);
    await using person = await visit(browser, `${site.url}/users`, { width: 390, theme: 'dark' });
    const panel = person.page.locator('#live');
    await panel.getByText('Nobody in the last 5 minutes; last seen 12 min ago').waitFor();
    await postEvents(site, [view({ user_id: 'bob' }, 0), view({ session_id: 'visit' }, 1)]);
    await panel.getByText('people in the last 5 minutes: 1 user, 1 unknown visitor').waitFor();
    await panel.getByRole('img', { name: 'Pages people are on: /pricing 2' }).waitFor();
    expect(await panel.getByRole('img', { name: /^People by minute: from/ }).count()).toBe(1);
    expect(await violations(person.page, 'all', '#live')).toEqual([]);
    await panel.getByRole('button', { name: 'Who they are' }).click();
    const names = person.page.getByRole('dialog', { name: 'Live users' });
    await names.getByRole('row', { name: /^bob \/pricing/ }).waitFor();
    expect(await names.getByRole('row').count()).toBe(2);
    expect(await violations(person.page, 'all', 'dialog')).toEqual([]);
    await person.page.keyboard.press('Escape');
    expect(person.complaints).toEqual([]);

    const { key } = await site.platform.access.keys.create({ name: 'reader', scopes: ['analytics:read'] });
    await person.page.evaluate((own) => sessionStorage.setItem('richesreach.key', own), key);
    await person.page.reload();
    await panel.getByText('people in the last 5 minutes').waitFor();
    expect(await panel.getByRole('button', { name: 'Who they are' }).count()).toBe(0);
  });
});
