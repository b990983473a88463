import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActiveUsersAnswer } from '#contracts/active-users';
import type { FunnelUsersAnswer } from '#contracts/funnel-users';
import type { FunnelAnswer } from '#contracts/funnels';
import type { UserBehavior } from '#contracts/user-behavior';
import type { ClustersAnswer } from '#contracts/user-clusters';
import type { PathsAnswer } from '#contracts/user-paths';
import { violations } from './support/axe.ts';
import { browserPresent, openBrowser, visit } from './support/browser.ts';
import { dayAgo, postEvents } from './support/events.ts';
import { type Site, startSite } from './support/site.ts';

/** What a browser writes to the console by itself about a refusal. */
const REFUSED = /status of 422/;

describe.skipIf(!browserPresent)('the users page', { timeout: 90_000 }, () => {
  const stack = new AsyncDisposableStack();
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    site = stack.use(await startSite({ market: false, env: { RICHESREACH_DEMO: 'true' } }));
    browser = stack.use(await openBrowser());
  });
  afterAll(() => stack.disposeAsync());

  async function ask<Answer>(path: string, body?: object): Promise<Answer> {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const init = body === undefined ? {} : { ...post, body: JSON.stringify(body) };
    return (await (await fetch(`${site.url}/analytics/${path}`, init)).json()) as Answer;
  }

  it('counts a funnel that is built there as the API does, and keeps it in the address', async () => {
    await using person = await visit(browser, `${site.url}/users`);
    const { page } = person;
    const funnel = page.locator('#funnel');
    await funnel.getByRole('button', { name: 'Remove step 1' }).click();
    await funnel.getByLabel('Step 1', { exact: true }).fill('page_view');
    await menu(page, 'Step 2, menu', 'Move up');
    await menu(page, 'Step 2, menu', 'Ask for a property');
    await funnel.getByLabel('Step 2, property').fill('page');
    await funnel.getByLabel('Step 2, value').fill('/pricing');
    await menu(page, 'Step 2, menu', 'Move up');
    await funnel.getByLabel('Order').selectOption('In any order');
    await funnel.getByRole('button', { name: 'Count' }).click();
    const steps = [
      { event_type: 'page_view', property: { name: 'page', equals: '/pricing' } },
      { event_type: 'premium_upgrade' },
    ];
    // The demo's people come and go meanwhile, so both are asked until they agree.
    const agrees = async () => {
      const { funnel: counted } = await ask<FunnelAnswer>('users/funnel', { steps, order: 'unordered' });
      const shown = await stepsShown(page);
      return shown.length === 2 && shown.every((users, step) => users === counted.steps[step]?.users);
    };
    await funnel.getByText('Unordered, within 7 d.').waitFor();
    await expect.poll(agrees, { timeout: 20_000 }).toBe(true);

    await menu(page, 'Funnel, menu', 'Copy as curl');
    const curl = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(/-d '(.*)'/s.exec(curl)?.[1] ?? '')).toMatchObject({ steps, end_date: dayAgo(0) });

    await page.reload();
    await funnel.getByText('Unordered, within 7 d.').waitFor();
    expect(await funnel.getByLabel('Step 1, value').inputValue()).toBe('/pricing');
    await expect.poll(agrees, { timeout: 20_000 }).toBe(true);
    await page.goBack();
    await funnel.getByText(/\bOrdered, within 7 d/).waitFor();
    expect(await funnel.getByLabel('Step 1', { exact: true }).inputValue()).toBe('user_registration');
    expect(person.complaints).toEqual([]);
  });

  it('splits a funnel into groups that add up to it, which the table and the address hold too', async () => {
    const steps = JSON.stringify([{ event_type: 'page_view' }, { event_type: 'user_login' }]);
    await using person = await visit(browser, `${site.url}/users?steps=${encodeURIComponent(steps)}`);
    const { page } = person;
    const funnel = page.locator('#funnel');
    await funnel.getByLabel('Split the funnel by').selectOption('Page');
    await page.waitForURL(/split=page/);
    const groups = funnel.getByLabel('Funnel by page', { exact: true });
    const adds = async () => {
      const firsts = await groups.locator('tbody td:nth-of-type(1)').allInnerTexts();
      const total = firsts.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
      return firsts.length > 1 && total === (await stepsShown(page))[0];
    };
    await funnel.getByLabel('Split the funnel by').selectOption('Segment');
    await funnel.getByLabel('Funnel by segment', { exact: true }).waitFor();
    await page.goBack();
    await groups.waitFor();
    await expect.poll(adds, { timeout: 20_000 }).toBe(true);
    expect(await violations(page, 'all', '#funnel')).toEqual([]);
    await menu(page, 'Funnel, menu', 'View rows');
    await page.getByRole('dialog').getByRole('columnheader', { name: 'Group' }).waitFor();
    expect(person.complaints).toEqual([]);
  });

  it('names the users behind a step, to those who may see names alone', async () => {
    const steps = [{ event_type: 'page_view' }, { event_type: 'user_login' }];
    const address = `/users?steps=${encodeURIComponent(JSON.stringify(steps))}&to=${dayAgo(2)}&from=${dayAgo(31)}`;
    await using person = await visit(browser, site.url + address);
    const { page } = person;
    const period = { start_date: dayAgo(31), end_date: dayAgo(2) };
    const order = { steps, ...period, step: 1, outcome: 'dropped_off', limit: 1_000 };
    const answer = await ask<FunnelUsersAnswer>('users/funnel/users', order);
    await page.getByRole('button', { name: new RegExp(`^${answer.count} did not.*step 1: who$`) }).click();
    const lost = page.getByRole('dialog', { name: 'Came no further than step 1' });
    await lost.getByText(`1 to ${answer.count} of ${answer.count}`).waitFor();
    const names = answer.users.map(({ user_id }) => user_id);
    expect(await lost.locator('tbody td').allInnerTexts()).toEqual(names);
    expect(await violations(page, 'all', 'dialog')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /came to step 1: who$/ }).click();
    const came = page.getByRole('dialog', { name: 'Came to step 1' });
    await came.getByText(/^1 to 100 of/).waitFor();
    const [first] = await came.locator('tbody td').allInnerTexts();
    await came.getByRole('button', { name: 'Next' }).click();
    await came.getByText(/^101 to 200 of/).waitFor();
    expect(await came.locator('tbody td').allInnerTexts()).not.toContain(first);
    expect(person.complaints).toEqual([]);

    const { key } = await site.platform.access.keys.create({ name: 'reader', scopes: ['analytics:read'] });
    await page.keyboard.press('Escape');
    await page.evaluate((own) => sessionStorage.setItem('richesreach.key', own), key);
    await page.reload();
    await page.locator('#funnel ol[aria-label] li').first().waitFor();
    expect(await page.getByRole('button', { name: /: who$/ }).count()).toBe(0);
  });

  it('says what is wrong with a funnel, and offers the types of events there are', async () => {
    await using person = await visit(browser, `${site.url}/users?range=7d`);
    const { page } = person;
    const funnel = page.locator('#funnel');
    await page.locator('#known-event-types option', { hasText: 'page_view' }).waitFor({ state: 'attached' });
    await page.locator('#known-pages option').first().waitFor({ state: 'attached' });
    await funnel.getByLabel('Within').fill('8');
    await funnel.getByRole('button', { name: 'Count' }).click();
    await funnel.getByText('/window_seconds').first().waitFor();
    expect(person.complaints.filter((complaint) => !REFUSED.test(complaint))).toEqual([]);
  });

  it('shows every panel of the period and zone chosen, as the API counts it', async () => {
    await using person = await visit(browser, `${site.url}/users?range=30d`);
    const { page } = person;
    await page.locator('#segments svg[data-chart]').waitFor();
    await page.getByRole('button', { name: /Choose a period/ }).click();
    await page.getByLabel('First day').fill(dayAgo(20));
    await page.getByLabel('Last day').fill(dayAgo(11));
    await page.getByRole('button', { name: 'Show 10 days' }).click();
    await page.waitForURL(`**/users?from=${dayAgo(20)}&to=${dayAgo(11)}`);
    await page.goto(`${page.url()}&zone=Asia/Kathmandu&depth=3`);
    const dates = { start_date: dayAgo(20), end_date: dayAgo(11), time_zone: 'Asia/Kathmandu' };
    const query = new URLSearchParams(dates).toString();
    const behavior = await ask<UserBehavior>(`users/behavior?${query}`);
    const { paths } = await ask<PathsAnswer>(`users/paths?depth=3&${query}`);
    const { funnel } = await ask<FunnelAnswer>('users/funnel', {
      steps: [
        { event_type: 'user_registration' },
        { event_type: 'user_login' },
        { event_type: 'premium_upgrade' },
      ],
      ...dates,
    });
    const segments = page.locator('#segments svg[data-chart]');
    await segments.waitFor();
    const { beginners, professional } = behavior.user_segments;
    expect(await segments.getAttribute('aria-label')).toContain(`Beginners ${beginners}`);
    expect(await segments.getAttribute('aria-label')).toContain(`Professional ${professional}`);
    await page
      .locator('#paths')
      .getByText(`${paths.sessions.toLocaleString('en-US')} sessions.`)
      .waitFor();
    await page.locator('#funnel ol[aria-label] li').first().waitFor();
    expect(await stepsShown(page)).toEqual(funnel.steps.map(({ users }) => users));
    // Ten days are read by day.
    await page.locator('#retention').getByText('Day 0').waitFor();
    expect(await page.locator('#retention thead th').count()).toBe(2 + 10);
    expect(person.complaints).toEqual([]);
  });

  it('charts active users of day, week and month beside notes, and zooms into days', async () => {
    const note = { text: 'A newsletter', starts_at: `${dayAgo(9)}T12:00:00Z` };
    await ask('annotations', { ...note, dashboards: ['user_analytics'] });
    const query = `start_date=${dayAgo(31)}&end_date=${dayAgo(2)}`;
    const { active_users: days } = await ask<ActiveUsersAnswer>(`users/active?${query}`);
    const last = days.at(-1);
    await using person = await visit(browser, `${site.url}/users?from=${dayAgo(31)}&to=${dayAgo(2)}`);
    const { page } = person;
    const active = page.locator('#active');
    const slider = active.getByRole('slider', { name: 'Active users' });
    await slider.waitFor();
    expect(await slider.getAttribute('aria-valuetext')).toMatch(
      new RegExp(`: Day ${last?.daily}, 7 days ${last?.weekly}, 30 days ${last?.monthly}$`),
    );
    await active.getByRole('button', { name: /^A newsletter/ }).waitFor();
    expect(await violations(page, 'all', '#active')).toEqual([]);
    const box = await active.locator('[data-chart]').boundingBox();
    if (box === null) throw new Error('the chart is not in sight');
    await page.mouse.move(box.x + 0.2 * box.width, box.y + 120);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 120, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL((address) => !address.search.includes(dayAgo(31)));
    expect(person.complaints).toEqual([]);
  });

  it('shows retention by the cohort asked for, in users too, and an average of what is over', async () => {
    await using person = await visit(browser, `${site.url}/users?from=${dayAgo(35)}&to=${dayAgo(2)}`);
    const { page } = person;
    const retention = page.locator('#retention');
    await retention.getByText('Week 0').waitFor();
    const all = retention.locator('tbody tr', { hasText: 'All' });
    expect(await all.locator('td').nth(1).innerText()).toBe('100%');
    await retention.getByRole('button', { name: 'Users', exact: true }).click();
    await page.waitForURL(/cells=users/);
    const users = await all.locator('td').first().innerText();
    const rows = await retention.locator('tbody tr').count();
    await retention.getByRole('button', { name: 'Month' }).click();
    await retention.getByText('Month 0').waitFor();
    expect(await retention.locator('tbody tr').count()).toBeLessThan(rows);
    expect(await all.locator('td').first().innerText()).toBe(users);
    expect(person.complaints).toEqual([]);
  });

  it('follows the paths from a page that is pressed', async () => {
    await using person = await visit(browser, `${site.url}/users`);
    const { page } = person;
    const paths = page.locator('#paths');
    await page.locator('#exits').getByRole('button', { name: '/news', exact: true }).click();
    await page.waitForURL(/start=%2Fnews/);
    const agrees = async () => {
      const answer = await ask<PathsAnswer>('users/paths?start_page=/news');
      const text = `${answer.paths.sessions.toLocaleString('en-US')} sessions began at /news.`;
      return (await paths.innerText()).includes(text);
    };
    await expect.poll(agrees, { timeout: 20_000 }).toBe(true);
    for (const row of await paths.locator('tbody tr').all()) expect(await row.innerText()).toMatch(/^\/news/);
    await paths.getByLabel('Sessions that begin at').selectOption('Any page');
    await page.waitForURL((address) => !address.search.includes('start'));
    expect(person.complaints).toEqual([]);
  });

  it('groups users on request, as many times as asked and no more', async () => {
    await using person = await visit(browser, `${site.url}/users`);
    const { page } = person;
    const clusters = page.locator('#clusters');
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/user-clusters')) asked += 1;
    });
    await clusters.getByLabel('Clusters', { exact: true }).fill('3');
    expect(asked).toBe(0);
    const answered = page.waitForResponse('**/user-clusters');
    await clusters.getByRole('button', { name: 'Group users' }).click();
    const { clusters: found } = (await (await answered).json()) as ClustersAnswer;
    await clusters.getByRole('heading', { name: 'Cluster 3' }).waitFor();
    const sizes = Object.values(found.cluster_analysis).map(({ size }) => size);
    const cards = await clusters.getByRole('listitem').allInnerTexts();
    expect(cards.map((card) => Number(/([\d,]+) users/.exec(card)?.[1]))).toEqual(sizes);
    expect(await violations(page, 'all', '#clusters')).toEqual([]);
    const earlier = clusters.getByLabel('Earlier analysis');
    await earlier.selectOption({ index: 1 });
    await page.waitForURL((address) => address.search.includes(`analysis=${found.analysis_id}`));
    await clusters.getByText(/^Of .* UTC; simulated users were among them\.$/).waitFor();
    expect(await clusters.getByRole('listitem').allInnerTexts()).toEqual(cards);
    await page.reload();
    await clusters.getByText(/^Of .* UTC; simulated/).waitFor();
    expect(await clusters.getByRole('listitem').allInnerTexts()).toEqual(cards);
    expect(await violations(page, 'all', '#clusters')).toEqual([]);
    await page.locator('#retention').getByRole('button', { name: 'Rolling' }).click();
    await page.waitForURL(/retention=rolling/);
    expect(await clusters.getByRole('heading', { level: 3 }).count()).toBe(3);
    await page.getByRole('button', { name: 'Period before' }).click();
    await page.waitForURL((address) => !address.search.includes('analysis'));
    await clusters.getByText('Nothing is computed until you ask.').waitFor();
    expect(asked).toBe(1);

    await page.goto(`${site.url}/users?from=2020-01-01&to=2020-01-31&clusters=4`);
    await clusters.getByText(/too few for 4 clusters/).waitFor();
    expect(await violations(page, 'all', '#clusters')).toEqual([]);
    expect(person.complaints.filter((complaint) => !REFUSED.test(complaint))).toEqual([]);
  });

  it('opens with a saved view, which the API computes by too', async () => {
    await using person = await visit(browser, `${site.url}/users?range=7d&retention=rolling&depth=3`);
    const { page } = person;
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByLabel('Save what is shown as').fill('week');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved week.').waitFor();
    await page.getByRole('button', { name: 'Open the page with week' }).click();
    await page.getByText('The page opens with week.').waitFor();
    await page.goto(`${site.url}/users`);
    await page.waitForURL('**/users?range=7d&retention=rolling&depth=3');
    const rolling = page.locator('#retention').getByRole('button', { name: 'Rolling' });
    expect(await rolling.getAttribute('aria-pressed')).toBe('true');
    const { data } = await ask<{ data: UserBehavior }>('dashboards/user_analytics?view=week');
    expect(data.period.days).toBe(7);
    expect(person.complaints).toEqual([]);
  });

  // The last one: with the first real event the invented ones give way.
  it('counts again as events come in, in a chosen period too', async () => {
    await using person = await visit(browser, `${site.url}/users?range=7d`);
    const { page } = person;
    await page.getByRole('button', { name: /^Live/ }).waitFor();
    const visitors = async () =>
      Number(/Visitors (\d+)/.exec((await conversion.getAttribute('aria-label')) ?? '')?.[1]);
    const conversion = page.locator('#conversion svg[data-chart]');
    await conversion.waitFor();
    expect(await visitors()).toBeGreaterThan(2);
    const view = (user_id: string) => ({
      event_type: 'page_view',
      user_id,
      properties: { page: '/pricing' },
    });
    await postEvents(site, [view('ann'), view('bob')]);
    await expect.poll(visitors, { timeout: 40_000 }).toBe(2);
    expect(person.complaints).toEqual([]);
  });
});

/** Chooses in a menu. */
async function menu(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Users of each step shown. */
async function stepsShown(page: Page): Promise<number[]> {
  const users = await page.locator('#funnel ol[aria-label] li .font-semibold').allInnerTexts();
  return users.map((text) => Number(/^[\d,]+/.exec(text)?.[0].replaceAll(',', '')));
}
