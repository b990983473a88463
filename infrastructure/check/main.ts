import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitEdge } from '../edge/emit.ts';
import { judge } from '../policy/engine.ts';
import { Draft } from '../policy/mutate.test-data.ts';
import { MUTATIONS } from '../policy/mutations.test-data.ts';
import { type Plan, readPlan } from '../policy/plan.ts';
import { asTable } from '../policy/report.ts';
import { RULES } from '../policy/rules/index.ts';
import { componentsOf, isPresent } from './components.ts';
import { costOf } from './cost.ts';
import { table } from './table.ts';
import { findTools, run, type Tools } from './tools.ts';
import { ENVIRONMENTS, ROOT, Workspace } from './workspace.ts';

const CPU_LIMIT_SECONDS = 25;
const EDGE_DIST = join(import.meta.dirname, '..', 'edge', 'dist');
const MODULES = join(import.meta.dirname, '..', ROOT, 'modules');

const say = (text = '') => void process.stdout.write(`${text}\n`);
let failures = 0;

/** One line a step; what a broken step said comes under it. */
function step(name: string, passed: boolean, details = ''): boolean {
  say(`${passed ? 'ok  ' : 'FAIL'}  ${name}`);
  if (!passed) {
    failures += 1;
    if (details !== '') say(details.trim().replaceAll(/^/gm, '      '));
  }
  return passed;
}

async function main(tools: Tools): Promise<void> {
  say(
    `Terraform with a local provider, ${tools.isolate.length > 0 ? 'in an empty network namespace' : 'NETWORK NOT CUT OFF: unshare -n is not permitted here'}.`,
  );
  await checkEdge();
  using workspace = new Workspace(tools);
  const format = workspace.terraform('terraform', 'fmt', '-check', '-recursive', '-diff');
  step('terraform fmt', format.code === 0, format.stdout);
  for (const folder of [ROOT, 'terraform/bootstrap']) {
    const valid = workspace.terraform(folder, 'validate', '-no-color');
    step(`terraform validate ${folder}`, valid.code === 0, valid.stderr);
  }
  testModules(workspace);
  const plans = planAll(workspace);
  for (const [environment, plan] of plans) {
    const verdicts = judge(plan, RULES);
    const broken = verdicts.filter((it) => it.findings.length > 0);
    step(
      `policy ${environment}: ${RULES.length} rules, ${broken.length} broken`,
      broken.length === 0,
      asTable(broken),
    );
  }
  const production = plans.get('prod');
  if (production === undefined) return;
  reportComponents(production);
  reportCost(plans);
}

async function checkEdge(): Promise<void> {
  for (const [name, bytes] of await emitEdge())
    step(
      `edge ${name}: ${bytes.length} bytes, as committed`,
      readFileSync(join(EDGE_DIST, name)).equals(bytes),
      'Run npm run edge and commit what it emits.',
    );
}

function testModules(workspace: Workspace): void {
  const modules = readdirSync(MODULES).map((name) => `${ROOT}/modules/${name}`);
  for (const folder of [...modules, 'terraform/bootstrap', ROOT]) {
    const tested = workspace.terraform(folder, 'test', '-no-color');
    const [, passed = '0'] = /(\d+) passed/.exec(tested.stdout) ?? [];
    step(
      `terraform test ${folder}: ${passed} passed, ${tested.cpuSeconds.toFixed(1)} s CPU`,
      tested.code === 0 && passed !== '0',
      tested.stdout + tested.stderr,
    );
  }
}

function planAll(workspace: Workspace): Map<string, Plan> {
  const plans = new Map<string, Plan>();
  for (const environment of ENVIRONMENTS) {
    const planned = workspace.plan(environment);
    if ('error' in planned) {
      step(`plan ${environment}`, false, planned.error);
      continue;
    }
    const plan = readPlan(planned.text);
    plans.set(environment, plan);
    const cpu = planned.cpuSeconds;
    step(
      `plan ${environment}: ${plan.resources.length} resources, ${cpu.toFixed(1)} s CPU`,
      cpu <= CPU_LIMIT_SECONDS,
      `The limit is ${CPU_LIMIT_SECONDS} s.`,
    );
    if (environment === 'prod') proveRules(planned.text);
  }
  return plans;
}

/** Every rule is broken in the real plan, in every way we know, and must notice. */
function proveRules(text: string): void {
  let tried = 0;
  const missed: string[] = [];
  for (const rule of RULES)
    for (const [index, mutate] of (MUTATIONS[rule.id] ?? []).entries()) {
      tried += 1;
      if (rule.check(readPlan(mutate(new Draft(text)).text())).length === 0)
        missed.push(`${rule.id} mutation ${index + 1}`);
    }
  const bare = RULES.filter((it) => (MUTATIONS[it.id] ?? []).length === 0).map(
    (it) => `${it.id} has no mutation`,
  );
  step(
    `mutations of the prod plan: ${tried - missed.length} of ${tried} caught`,
    missed.length + bare.length === 0,
    [...missed, ...bare].join('\n'),
  );
}

function reportComponents(plan: Plan): void {
  const components = componentsOf(plan);
  const rows = components.map((it) => [
    it.name,
    it.found.map((one) => `${one.place} ${one.count}`).join(', '),
    isPresent(it) ? 'present' : 'MISSING',
  ]);
  say(`\n${table(["the specification's map", 'in the prod plan', ''], rows)}\n`);
  step(
    `components: ${components.filter(isPresent).length} of ${components.length} present`,
    components.every(isPresent),
  );
}

function reportCost(plans: ReadonlyMap<string, Plan>): void {
  const reports = [...plans].map(([environment, plan]) => ({ environment, lines: costOf(plan) }));
  const names = reports[0]?.lines.map((it) => it.what) ?? [];
  const cell = (usd: number) => Math.round(usd).toLocaleString('en-US');
  const rows = names.map((what, row) => [
    what,
    ...reports.map((it) => cell(it.lines[row]?.usdPerMonth ?? Number.NaN)),
  ]);
  const totals = reports.map((it) => it.lines.reduce((sum, line) => sum + line.usdPerMonth, 0));
  say(
    `\n${table(['USD a month before traffic', ...reports.map((it) => it.environment)], [...rows, ['total', ...totals.map(cell)]])}\n`,
  );
  step('every planned size has a price', totals.every(Number.isFinite));
}

const tools = findTools(process.env);
if ('missing' in tools) {
  say(`SKIPPED: ${tools.missing}`);
  // Where others rely on the answer, a check that did not run is no pass.
  process.exitCode = process.env.CI === 'true' ? 1 : 0;
} else {
  await main(tools);
  say(
    failures === 0
      ? 'infra:check passed'
      : `infra:check: ${failures} failed (load ${run(['cat', '/proc/loadavg'], {}).stdout.trim()})`,
  );
  process.exitCode = failures === 0 ? 0 : 1;
}
