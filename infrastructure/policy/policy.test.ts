import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools } from '../check/tools.ts';
import { cachedProductionPlan } from '../check/workspace.ts';
import { runPolicy } from './cli.ts';
import { judge } from './engine.ts';
import { Draft } from './mutate.test-data.ts';
import { MUTATIONS } from './mutations.test-data.ts';
import { PlanError, readPlan, Unknown } from './plan.ts';
import { RULES } from './rules/index.ts';

const tools = findTools(process.env);
const missing = 'missing' in tools ? tools.missing : null;
if (missing !== null) console.warn(`SKIPPED: the policy is not tried on the production plan. ${missing}`);

describe.skipIf(missing !== null)('the production plan', () => {
  let text = '';
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'richesreach-policy-'));
    if (!('missing' in tools)) text = cachedProductionPlan(tools, join('.richesreach', 'infrastructure'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('keeps all sixty rules', () => {
    const verdicts = judge(readPlan(text), RULES);
    expect(verdicts).toHaveLength(60);
    expect(verdicts.flatMap((it) => it.findings)).toEqual([]);
  });

  it.each(RULES.map((rule) => [rule.id, rule.title, rule] as const))(
    '%s notices when it is broken: %s',
    (id, _, rule) => {
      const mutations = MUTATIONS[id] ?? [];
      expect(mutations.length).toBeGreaterThan(0);
      for (const mutate of mutations) {
        const findings = rule.check(readPlan(mutate(new Draft(text)).text()));
        expect(findings.length).toBeGreaterThan(0);
        expect(findings[0]?.problem).toMatch(/\.$/);
      }
    },
  );

  it('is judged by the command, for people and for machines', () => {
    const good = join(directory, 'good.json');
    const bad = join(directory, 'bad.json');
    writeFileSync(good, text);
    writeFileSync(bad, new Draft(text).set('aws_vpc', 'tags_all.Owner', '').text());
    const out: string[] = [];
    const write = (it: string) => void out.push(it);
    expect([runPolicy([good], write), runPolicy([bad], write), runPolicy([bad, '--json'], write)]).toEqual([
      0, 1, 1,
    ]);
    expect(out[0]).toContain('60 rules, 0 broken');
    expect(out[1]).toContain('It lacks Owner.');
    expect(JSON.parse(out[2] ?? '')).toMatchObject({ broken: 1 });
  });

  it('is refused when it is cut short anywhere', () => {
    for (const share of [0, 0.1, 0.5, 0.999])
      expect(() => readPlan(text.slice(0, Math.floor(text.length * share)))).toThrow(PlanError);
  });
});

const resource = (address: string, after: object, unknown: object = {}) => ({
  address,
  mode: 'managed',
  type: address.split('.').at(-2),
  change: { actions: ['create'], after, after_unknown: unknown },
});
const plan = (changes: object[], root: object = {}) =>
  JSON.stringify({ format_version: '1.2', resource_changes: changes, configuration: { root_module: root } });

describe('reading a plan', () => {
  it.each([
    ['', 'The file is empty'],
    ['{"format_version": "1.2", "resource_ch', 'cut short'],
    ['[]', 'This is not a plan'],
    ['{"format_version": "4", "values": {}}', 'This is not a plan'],
    [JSON.stringify({ format_version: '1.2', resource_changes: [], errored: true }), 'did not finish'],
    [plan([]), 'nothing to judge'],
  ])('refuses %s with the remedy', (text, message) => {
    expect(() => readPlan(text)).toThrow(message);
  });

  it('tells absent from unknown', () => {
    const [it] = readPlan(
      plan([resource('aws_vpc.this', { a: null, list: [{ b: 1 }] }, { c: true, list: [{ d: true }] })]),
    ).resources;
    expect([it?.get('a'), it?.get('nothing.at.all'), it?.get('list.0.b')]).toEqual([null, null, 1]);
    expect(() => it?.get('c')).toThrow(Unknown);
    expect(() => it?.get('list.0.d')).toThrow('aws_vpc.this: list.0.d cannot be known at plan.');
  });

  it('leaves out what is destroyed', () => {
    const gone = {
      ...resource('aws_vpc.gone', {}),
      change: { actions: ['delete'], after: null, after_unknown: {} },
    };
    expect(readPlan(plan([gone, resource('aws_vpc.kept', {})])).resources.map((it) => it.address)).toEqual([
      'aws_vpc.kept',
    ]);
  });

  it('follows references through variables, outputs, loops and circles', () => {
    const subnet = { address: 'aws_subnet.this', expressions: {} };
    const user = {
      address: 'aws_lb.this',
      expressions: { subnets: { references: ['each.value'] } },
      for_each_expression: { references: ['var.subnets'] },
    };
    const root = {
      module_calls: {
        net: {
          module: {
            resources: [subnet],
            outputs: {
              ids: { expression: { references: ['aws_subnet.this'] } },
              loop: { expression: { references: ['var.loop'] } },
            },
          },
          expressions: { loop: { references: ['module.net.loop'] } },
        },
        app: {
          module: { resources: [user] },
          expressions: { subnets: { references: ['module.net.ids', 'module.net.loop'] } },
        },
      },
    };
    const read = readPlan(
      plan([resource('module.net.aws_subnet.this["a"]', {}), resource('module.app.aws_lb.this', {})], root),
    );
    const [balancer] = read.of('aws_lb');
    expect(balancer && read.linked(balancer, 'subnets').map((it) => it.address)).toEqual([
      'module.net.aws_subnet.this["a"]',
    ]);
  });
});

describe('the rules', () => {
  it('are thirty of each kind, each with why and how to mend it', () => {
    const kinds = Map.groupBy(RULES, (it) => it.id.slice(0, 4));
    expect([...kinds].map(([kind, rules]) => [kind, rules.length])).toEqual([
      ['RR-F', 30],
      ['RR-S', 30],
    ]);
    expect(new Set(RULES.map((it) => it.id)).size).toBe(60);
    for (const rule of RULES)
      expect([rule.why, rule.fix].every((it) => it.length > 15 && it.endsWith('.'))).toBe(true);
  });

  it('fail on what cannot be known', () => {
    const rule = RULES.find((it) => it.id === 'RR-S17');
    const findings = rule?.check(
      readPlan(plan([resource('aws_kms_key.this', {}, { enable_key_rotation: true })])),
    );
    expect(findings?.[0]?.problem).toContain('cannot be known at plan');
  });
});

describe('the command', () => {
  it('says what is missing', () => {
    const out: string[] = [];
    const write = (it: string) => void out.push(it);
    expect([
      runPolicy([], write),
      runPolicy(['nowhere.json'], write),
      runPolicy(['--nonsense'], write),
    ]).toEqual([2, 2, 2]);
    expect(out[0]).toContain('Name the plan.');
    expect(out[1]).toContain('nowhere.json');
    expect(out[2]).toContain('--nonsense');
  });
});
