import official from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { Compile } from 'typebox/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Platform } from '../../src/roles.ts';
import { startTestPlatform } from '../support/platform.ts';

interface Document {
  readonly channels: Record<
    string,
    { address: string; messages: Record<string, { payload: { properties?: object } }> }
  >;
  readonly operations: Record<string, { action: string }>;
}

describe('/asyncapi.json', () => {
  let platform: Platform;
  let document: Document;
  beforeAll(async () => {
    platform = await startTestPlatform();
    document = (await (await fetch(`${platform.url}/asyncapi.json`)).json()) as Document;
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it('is what the official schema of AsyncAPI 3.0 says', () => {
    const check = Compile(official);
    expect(check.Errors(document)).toEqual([true, []]);
    const { operations, ...rest } = document;
    const [first] = Object.entries(operations);
    const spoilt = { ...rest, operations: { [first?.[0] ?? '']: { ...first?.[1], action: 'shout' } } };
    expect(check.Check(spoilt)).toBe(false);
  });

  it('says where it was reached, behind a proxy that ends TLS too, and why connections end', async () => {
    const read = async (headers: Record<string, string>) =>
      (await (await fetch(`${platform.url}/asyncapi.json`, { headers })).json()) as {
        servers: { here: { host: string; protocol: string } };
        'x-close-codes': Record<string, string>;
      };
    const { servers, 'x-close-codes': codes } = await read({});
    expect(servers.here).toMatchObject({ host: new URL(platform.url).host, protocol: 'ws' });
    expect((await read({ 'x-forwarded-proto': 'https' })).servers.here.protocol).toBe('wss');
    expect(codes).toMatchObject({ 1012: expect.stringContaining('come back') as string });
    expect(Object.keys(codes)).toContain('4401');
  });

  it('is pointed to where a channel is asked without an upgrade; alerts are a resource too', async () => {
    const plain = await fetch(`${platform.url}/analytics/dashboard`);
    expect([plain.status, plain.headers.get('upgrade')]).toEqual([426, 'websocket']);
    expect(await plain.json()).toMatchObject({
      code: 'upgrade-required',
      detail: expect.stringContaining('/analytics/stream/dashboard') as string,
    });
    expect((await fetch(`${platform.url}/analytics/alerts`)).status).toBe(200);
  });

  it('refers only to what it holds', () => {
    const resolve = (reference: string) =>
      reference
        .split('/')
        .slice(1)
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g)].map(
      ([, it]) => it ?? '',
    );
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((it) => resolve(it) === undefined)).toEqual([]);
  });

  it('holds the channels of the contract, each with what it sends and takes', () => {
    const channels = Object.fromEntries(
      Object.values(document.channels).map(({ address, messages }) => [address, Object.keys(messages)]),
    );
    expect(channels).toMatchObject({
      '/analytics/dashboard': expect.arrayContaining([
        'dashboard_update',
        'request_dashboard',
        'dashboard_response',
        'error',
      ]) as string[],
      '/analytics/metrics': expect.arrayContaining([
        'metrics_summary',
        'metrics_update',
        'request_metrics',
        'metrics_response',
        'request_summary',
        'summary_response',
      ]) as string[],
      '/analytics/alerts': expect.arrayContaining([
        'alerts_summary',
        'alerts_update',
        'resumed',
        'request_alerts',
        'alerts_response',
        'acknowledge_alert',
        'alert_acknowledged',
      ]) as string[],
      '/analytics/predictions': expect.arrayContaining([
        'available_models',
        'predictions_update',
        'resumed',
        'request_prediction',
        'prediction_response',
        'request_anomalies',
        'anomalies_response',
      ]) as string[],
    });
  });

  it('says which dashboard an error is about, and nothing like it of other channels', () => {
    const described = Object.values(document.channels).map(({ address, messages }) => {
      const fields = Object.keys(messages.error?.payload.properties ?? {});
      return [address, [fields.includes('request_id'), fields.includes('dashboard_type')]];
    });
    expect(Object.fromEntries(described)).toEqual({
      '/analytics/alerts': [true, false],
      '/analytics/dashboard': [true, true],
      '/analytics/metrics': [true, false],
      '/analytics/predictions': [true, false],
    });
  });
});
