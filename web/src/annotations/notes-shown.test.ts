import { describe, expect, it } from 'vitest';
import type { Happening } from '../api/annotations.ts';
import { isShown, shownChoices } from './notes-shown.ts';
import { readNotesShown } from './read-notes-shown.ts';

const at = { starts_at: '2026-11-25T12:00:00Z', ends_at: null };
const note = (...tags: string[]): Happening => ({
  source: 'person',
  id: 1,
  text: 'A note',
  ...at,
  tags,
  dashboards: [],
  author: 'Ann',
  created_at: at.starts_at,
  updated_at: at.starts_at,
});
const ALERT: Happening = {
  source: 'alert',
  alert_id: 1,
  text: 'An alert',
  message: '',
  severity: 'warning',
  simulated: false,
  ...at,
  tags: ['alert', 'warning'],
  dashboards: ['performance'],
};

describe('which notes are shown', () => {
  it('is read from an address, and what is unknown is ignored', () => {
    expect(['people', 'alerts', 'tag:v3.1'].map((notes) => readNotesShown({ notes }).notes)).toEqual([
      'people',
      'alerts',
      'tag:v3.1',
    ]);
    expect(
      ['tag:', 'tag:two words', 'deploy', 3, undefined].map((notes) => readNotesShown({ notes })),
    ).toEqual(Array.from({ length: 5 }, () => ({})));
  });

  it('is a matter of who said it, or of a tag', () => {
    const all = [note('deploy'), note('warning'), ALERT];
    const shown = (by: Parameters<typeof isShown>[1]) => all.map((one) => isShown(one, by));
    expect(shown(undefined)).toEqual([true, true, true]);
    expect(shown('people')).toEqual([true, true, false]);
    expect(shown('alerts')).toEqual([false, false, true]);
    expect(shown('tag:warning')).toEqual([false, true, false]);
  });

  it('can be chosen by the tags there are, and by the one that is chosen', () => {
    const choices = shownChoices([note('v3', 'deploy'), note('deploy'), ALERT], 'tag:gone');
    expect(choices.map(({ label }) => label)).toEqual([
      'Everything',
      'Of people',
      'Alerts',
      'deploy',
      'v3',
      'gone',
    ]);
  });
});
