import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const SAFE = {
  ENVIRONMENT: 'prod',
  DATABASE_URL: 'postgres://u:p@db/app?sslmode=verify-full',
  REDIS_URL: 'rediss://cache',
};

function mistakesOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes.map(({ name }) => name);
    throw error;
  }
}

describe('readConfig', () => {
  it('needs nothing in development', () => {
    expect(readConfig({})).toMatchObject({
      profile: 'development',
      host: '127.0.0.1',
      port: 8000,
      demo: true,
      databaseUrl: undefined,
    });
  });

  it('reports every mistake at once, with its fix', () => {
    const env = {
      PORT: '70000',
      RICHESREACH_ROLES: 'web,cook',
      DATABASE_URL: 'mysql://x',
      LOG_LEVEL: 'loud',
      RICHESREACH_DEMO: 'maybe',
      ENVIRONMENT: 'moon',
    };
    expect(mistakesOf(env).toSorted()).toEqual(Object.keys(env).toSorted());
    expect(() => readConfig({ PORT: 'x' })).toThrow(
      'PORT: "x" is not usable. Use a whole number from 0 to 65535.',
    );
  });

  it('starts in production only with what is safe', () => {
    expect(readConfig(SAFE)).toMatchObject({ profile: 'production', host: '0.0.0.0', demo: false });
    expect(mistakesOf({ ENVIRONMENT: 'prod' })).toEqual(['DATABASE_URL']);
    expect(mistakesOf({ ...SAFE, DATABASE_URL: 'postgres://db/app' })).toEqual(['DATABASE_URL']);
    expect(mistakesOf({ ...SAFE, REDIS_URL: 'redis://cache' })).toEqual(['REDIS_URL']);
    expect(mistakesOf({ ...SAFE, RICHESREACH_DEMO: 'true' })).toEqual(['RICHESREACH_DEMO']);
    expect(mistakesOf({ ...SAFE, ALLOWED_ORIGINS: '*' })).toEqual(['ALLOWED_ORIGINS']);
    expect(mistakesOf({ ...SAFE, COLLECT_ORIGINS: '*' })).toEqual(['COLLECT_ORIGINS']);
  });

  it('takes the server that writes as an origin, beside a DATABASE_URL, encrypted in production', () => {
    const name = 'INGEST_FORWARD_URL';
    const url = 'https://us-east-1.ingest.example.com';
    expect(readConfig({ ...SAFE, [name]: `${url}/` }).writerUrl).toBe(url);
    expect(readConfig({ ...SAFE, [name]: '' }).writerUrl).toBeUndefined();
    for (const wrong of [
      'us-east-1',
      'ftp://a.example',
      `${url}/ingest`,
      `${url}?a=1`,
      'https://u:p@a.example',
    ])
      expect([wrong, mistakesOf({ ...SAFE, [name]: wrong })]).toEqual([wrong, [name]]);
    expect(mistakesOf({ ...SAFE, [name]: 'http://a.example' })).toEqual([name]);
    expect(mistakesOf({ [name]: url })).toEqual([name]);
  });

  it('takes origins as browsers send them, and nothing else', () => {
    expect(
      readConfig({ COLLECT_ORIGINS: 'https://shop.example, http://localhost:5000' }).collectOrigins,
    ).toEqual(['https://shop.example', 'http://localhost:5000']);
    for (const origin of [
      'shop.example',
      'https://shop.example/',
      'https://a.example/b',
      'https://*.example',
      'null',
    ])
      expect(mistakesOf({ COLLECT_ORIGINS: origin })).toEqual(['COLLECT_ORIGINS']);
  });

  it('reads where spans go from the variables of OpenTelemetry', () => {
    expect(readConfig({}).tracing).toBeUndefined();
    const base = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
    expect(readConfig({ ...base, OTEL_EXPORTER_OTLP_HEADERS: 'a=1, b=c%3Dd' }).tracing).toEqual({
      url: 'http://collector:4318/v1/traces',
      headers: { a: '1', b: 'c=d' },
      serviceName: 'richesreach',
      resource: {},
    });
    const traces = 'http://collector:4318/elsewhere';
    expect(readConfig({ ...base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces }).tracing?.url).toBe(traces);
    expect(readConfig({ ...base, OTEL_SDK_DISABLED: 'true' }).tracing).toBeUndefined();
    expect(mistakesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' })).toEqual(['OTEL_EXPORTER_OTLP_ENDPOINT']);
    expect(mistakesOf({ ...base, OTEL_EXPORTER_OTLP_HEADERS: 'a' })).toEqual(['OTEL_EXPORTER_OTLP_HEADERS']);
  });

  it('takes both names of the Google key, and no empty key', () => {
    expect(readConfig({ GOOGLE_AI_API_KEY: 'g', OPENAI_API_KEY: '' }).providers).toMatchObject({
      google: { apiKey: 'g' },
      openai: { apiKey: undefined },
    });
  });
});
