import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPlan } from '../policy/plan.ts';
import { componentsOf, isPresent } from './components.ts';
import { costOf } from './cost.ts';
import { table } from './table.ts';
import { findMirror, run } from './tools.ts';

const PHASE3 = join(import.meta.dirname, '..', 'terraform', 'phase3');
const directories: string[] = [];
afterAll(() => directories.forEach((it) => rmSync(it, { recursive: true })));

const hcl = (folder: string) =>
  readdirSync(folder)
    .filter((it) => it.endsWith('.tf'))
    .map((it) => readFileSync(join(folder, it), 'utf8'))
    .join('\n');
const modules = readdirSync(join(PHASE3, 'modules')).map((it) => join(PHASE3, 'modules', it));
const variables = (text: string) =>
  text.split(/^(?=variable ")/m).flatMap((it) => {
    const name = /^variable "(\w+)"/.exec(it)?.[1];
    return name === undefined ? [] : [{ name, validations: it.split(/^ {2}validation \{/m).length - 1 }];
  });

describe.each([...modules, PHASE3])('%s', (folder) => {
  it('has a negative test for every validation', () => {
    const tests = readdirSync(join(folder, 'tests'))
      .map((it) => readFileSync(join(folder, 'tests', it), 'utf8'))
      .join('\n');
    const refused = [...tests.matchAll(/expect_failures = \[([^\]]*)\]/g)].flatMap((it) =>
      (it[1] ?? '').split(', '),
    );
    for (const { name, validations } of variables(hcl(folder)))
      expect(
        refused.filter((it) => it === `var.${name}`).length,
        `var.${name} in ${folder}`,
      ).toBeGreaterThanOrEqual(validations);
  });

  if (folder === PHASE3) return;

  it('tells of every variable in its README', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    for (const { name } of variables(hcl(folder))) expect(readme).toContain(`\`${name}\``);
  });
});

describe('the local provider', () => {
  it('is found below the roots, or where it is said to be', () => {
    const root = mkdtempSync(join(tmpdir(), 'richesreach-mirror-'));
    directories.push(root);
    const mirror = join(root, 'some', 'mirror');
    mkdirSync(join(mirror, 'registry.terraform.io', 'hashicorp', 'aws'), { recursive: true });
    expect(findMirror(undefined, [join(root, 'nowhere'), root])).toBe(mirror);
    expect(findMirror(mirror, [])).toBe(mirror);
    expect(findMirror(root, [root])).toBeUndefined();
  });
});

describe('running a command', () => {
  it('tells its end, its words and its CPU time', () => {
    const done = run(['bash', '-c', 'echo out; echo err >&2; for i in {1..20000}; do :; done; exit 3'], {});
    expect(done).toMatchObject({ code: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(done.cpuSeconds).toBeGreaterThan(0);
  });
});

describe('reports', () => {
  const change = (type: string, after: object, name = 'this') => ({
    address: `${type}.${name}`,
    type,
    mode: 'managed',
    change: { actions: ['create'], after, after_unknown: {} },
  });
  const plan = readPlan(
    JSON.stringify({
      format_version: '1.2',
      resource_changes: [
        change('aws_ecs_cluster', { name: 'c' }),
        change('aws_ecs_service', { name: 'web', desired_count: 2 }),
        change('aws_ecs_task_definition', { family: 'c-web', cpu: '1024', memory: '2048' }),
        change('aws_kms_key', {}),
        change('aws_elasticache_replication_group', {
          num_node_groups: 2,
          replicas_per_node_group: 1,
          node_type: 'cache.t4g.small',
        }),
      ],
      configuration: {
        provider_config: { aws: { expressions: { region: { constant_value: 'us-east-1' } } } },
        root_module: {
          resources: [
            'aws_ecs_cluster',
            'aws_ecs_service',
            'aws_ecs_task_definition',
            'aws_kms_key',
            'aws_elasticache_replication_group',
          ].map((it) => ({ address: `${it}.this`, provider_config_key: 'aws', expressions: {} })),
        },
      },
    }),
  );

  it('count the map’s components and miss what is not there', () => {
    const found = componentsOf(plan);
    expect(found.find((it) => it.name === 'ECS cluster')?.found).toEqual([
      { place: 'us-east-1', count: 1 },
      { place: 'eu-west-1', count: 0 },
      { place: 'ap-southeast-1', count: 0 },
    ]);
    expect(found.some(isPresent)).toBe(false);
  });

  it('price tasks, nodes and keys by hand', () => {
    const cost = Object.fromEntries(costOf(plan).map((it) => [it.what, it.usdPerMonth]));
    expect(cost['Fargate tasks']).toBeCloseTo(2 * 730 * (0.03238 + 2 * 0.00356), 6);
    expect(cost.Redis).toBeCloseTo(4 * 730 * 0.032, 6);
    expect(cost['Keys, secrets, health checks']).toBe(1);
  });

  it('stand in columns', () => {
    expect(
      table(
        ['what', 'usd'],
        [
          ['a', 10],
          ['bcdef', 9],
        ],
      ),
    ).toBe('what   usd\n-----  ---\na       10\nbcdef    9');
  });
});
