import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '#platform';

const INFRASTRUCTURE = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(INFRASTRUCTURE, path), 'utf8');

/** Node's own. */
const NOT_OURS = new Set(['NODE_OPTIONS']);

it('gives tasks only variables that the server reads', () => {
  const given = ['terraform/phase3/locals.tf', 'terraform/phase3/modules/ecs-cluster/tasks.tf'].flatMap(
    (path) => [...read(path).matchAll(/^.*?\b([A-Z][A-Z0-9_]{3,})\s*= /gm)].map(([, name = '']) => name),
  );
  expect(given).toEqual(expect.arrayContaining(['INGEST_FORWARD_URL', 'DATABASE_URL', 'RICHESREACH_ROLES']));
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string>>(
    { AWS_REGION: 'us-east-1' },
    {
      get(target, name: string) {
        asked.add(name);
        return target[name];
      },
    },
  );
  readConfig(environment);
  expect(given.filter((name) => !asked.has(name) && !NOT_OURS.has(name))).toEqual([]);
});

it('names the region that writes as the server takes it', () => {
  const [, template = ''] = /INGEST_FORWARD_URL = "([^"]+)"/.exec(read('terraform/phase3/locals.tf')) ?? [];
  const url = template
    .replace('${var.writer_region}', 'us-east-1')
    .replace('${var.domain_name}', 'app.example');
  const task = { ENVIRONMENT: 'prod', DATABASE_URL: 'postgres://u:p@db/app?sslmode=require' };
  expect(readConfig({ ...task, INGEST_FORWARD_URL: url }).writerUrl).toBe(
    'https://us-east-1.ingest.app.example',
  );
});
