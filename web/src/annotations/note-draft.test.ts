import { describe, expect, it } from 'vitest';
import type { AlertSpan, Annotation } from '#contracts/annotations';
import { createZoneClock } from '../format/zone-clock.ts';
import { markOf } from './mark-of.ts';
import { bodyOf, draftOf, newDraft } from './note-draft.ts';
import { clockAxis, dayAxis } from './time-axis.ts';

const kathmandu = createZoneClock('Asia/Kathmandu');
const NOTE: Annotation = {
  source: 'person',
  id: 7,
  text: 'Campaign',
  starts_at: '2026-11-10T04:15:30.000Z',
  ends_at: '2026-11-12T18:15:00.000Z',
  tags: ['campaign', 'autumn'],
  dashboards: ['business_intelligence'],
  author: 'Ann',
  created_at: '2026-11-10T04:15:30.000Z',
  updated_at: '2026-11-10T04:15:30.000Z',
};
const ALERT: AlertSpan = {
  source: 'alert',
  alert_id: 7,
  text: 'CPU usage is high',
  message: 'cpu_usage is 95',
  severity: 'critical',
  simulated: false,
  starts_at: NOTE.starts_at,
  ends_at: null,
  tags: ['alert', 'critical'],
  dashboards: ['performance'],
};

describe('the draft of a note', () => {
  it('shows times by the clock of the page, and stores what was not touched to the second', () => {
    const draft = draftOf(NOTE, kathmandu);
    expect(draft).toMatchObject({
      starts: '2026-11-10T10:00',
      ends: '2026-11-13T00:00',
      tags: 'campaign autumn',
    });
    expect(bodyOf(draft, kathmandu, NOTE)).toEqual({
      text: NOTE.text,
      starts_at: NOTE.starts_at,
      ends_at: NOTE.ends_at,
      tags: NOTE.tags,
      dashboards: NOTE.dashboards,
    });
    expect(bodyOf({ ...draft, starts: '2026-11-10T11:00', ends: '' }, kathmandu, NOTE)).toMatchObject({
      starts_at: '2026-11-10T05:15:00.000Z',
      ends_at: null,
    });
  });

  it('reads tags apart by commas and spaces, each once', () => {
    const draft = { ...newDraft(Date.parse(NOTE.starts_at), kathmandu), tags: ' deploy, v3.1  deploy,' };
    expect(bodyOf(draft, kathmandu, undefined)).toMatchObject({
      starts_at: '2026-11-10T04:15:00.000Z',
      tags: ['deploy', 'v3.1'],
    });
  });
});

describe('what happened, on an axis', () => {
  it('of days stands on the days of its zone, its end not included', () => {
    const axis = dayAxis('Asia/Kathmandu');
    expect(markOf(NOTE, axis)).toMatchObject({
      key: 'note-7',
      from: Date.parse('2026-11-10'),
      to: Date.parse('2026-11-12'),
      tone: 'note',
    });
    const short = { ...NOTE, ends_at: '2026-11-10T06:00:00.000Z' };
    expect(markOf(short, axis)).toMatchObject({ from: Date.parse('2026-11-10'), to: null });
    expect(axis.moment(Date.parse('2026-11-10'))).toBe(Date.parse('2026-11-10T06:15:00Z'));
    const now = Date.now();
    expect(axis.moment(axis.place(now)) - now).toBeLessThan(5_000);
  });

  it('of moments stands where it was; an alert that fires goes on', () => {
    expect(markOf(ALERT, clockAxis())).toMatchObject({
      key: 'alert-7',
      from: Date.parse(NOTE.starts_at),
      to: Number.POSITIVE_INFINITY,
      tone: 'critical',
      time: expect.stringContaining('firing') as string,
    });
  });
});
