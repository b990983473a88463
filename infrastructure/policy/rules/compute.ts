import { containers } from '../documents.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../json.ts';
import type { Plan, Resource } from '../plan.ts';
import { each, type Rule } from '../rule.ts';

const TASK = 'aws_ecs_task_definition';
const SECRET_NAME = /(secret|password|passwd|token|api_?key|private_?key|database_url|redis_url)/i;
const SECRET_VALUE = /(sk-[A-Za-z0-9]{8}|AKIA[A-Z0-9]{12}|rr_live_|-----BEGIN|:\/\/[^/\s:]+:[^@\s]+@)/;

export const computeRules: readonly Rule[] = [
  {
    id: 'RR-S18',
    severity: 'high',
    title: 'Images are named by digest',
    why: 'A tag can be moved under a running service: the next task is another program.',
    fix: 'Name the image as repository@sha256:….',
    mapping: ['AVD-AWS-0031'],
    check: (plan) =>
      eachContainer(
        plan,
        (it) => !/@sha256:[0-9a-f]{64}$/.test(textOf(it.image)) && `${textOf(it.image)} is not a digest.`,
      ),
  },
  {
    id: 'RR-S19',
    severity: 'high',
    title: 'Containers run without rights: no root, read-only, no capabilities',
    why: 'Who breaks into the process then finds nothing to write to and nothing to become.',
    fix: 'Set user, readonlyRootFilesystem and linuxParameters.capabilities.drop = ["ALL"].',
    mapping: ['AVD-AWS-0036'],
    check: (plan) =>
      eachContainer(plan, (it) => {
        if (/^(0|root)?(:|$)/.test(textOf(it.user ?? ''))) return 'It runs as root.';
        if (it.readonlyRootFilesystem !== true) return 'It can write to its own root.';
        const drop = listOf(objectOf(objectOf(it.linuxParameters).capabilities).drop);
        return (it.privileged === true || !drop.includes('ALL')) && 'It keeps capabilities.';
      }),
  },
  {
    id: 'RR-S20',
    severity: 'critical',
    title: 'No secret stands in plain environment',
    why: 'A task definition is readable by everyone who may look at the service, for ever, in every revision.',
    fix: 'Put it into Secrets Manager and name it under secrets.',
    mapping: ['AVD-AWS-0036'],
    check: (plan) =>
      eachContainer(plan, (it) => {
        const plain = listOf(it.environment).map(objectOf);
        const found = plain.find(
          (one) => SECRET_NAME.test(textOf(one.name)) || SECRET_VALUE.test(textOf(one.value)),
        );
        return found && `${textOf(found.name)} looks like a secret.`;
      }),
  },
  {
    id: 'RR-S21',
    severity: 'high',
    title: 'A bad deployment turns itself back',
    why: 'The breaker sees tasks that die; only an alarm sees tasks that live and answer wrongly.',
    fix: 'Set deployment_circuit_breaker and alarms, both with rollback.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_ecs_service', (it) => {
        const on = (path: string) =>
          it.get(`${path}.0.enable`) === true && it.get(`${path}.0.rollback`) === true;
        if (!on('deployment_circuit_breaker')) return 'Tasks that die do not turn it back.';
        return (
          (!on('alarms') || listOf(it.get('alarms.0.alarm_names')).length === 0) &&
          'Wrong answers do not turn it back.'
        );
      }),
  },
  {
    id: 'RR-S22',
    severity: 'high',
    title: 'Services run at least two tasks in at least two zones',
    why: 'One task is one zone, and every deployment of it a gamble.',
    fix: 'Set desired_count and min_capacity to 2 and name the private subnets of the zones.',
    mapping: [],
    check: (plan) => [
      ...each(plan, 'aws_ecs_service', (it) => {
        if (Number(it.get('desired_count')) < 2) return 'It starts with fewer than two tasks.';
        const zones = new Set(
          plan
            .linked(it, 'network_configuration.subnets', 'aws_subnet')
            .map((subnet) => subnet.get('availability_zone')),
        );
        return zones.size < 2 && 'Its subnets do not span two zones.';
      }),
      ...each(
        plan,
        'aws_appautoscaling_target',
        (it) => Number(it.get('min_capacity')) < 2 && 'It may shrink to one task.',
      ),
    ],
  },
];

/** Judges every container of every task definition. */
export function eachContainer(
  plan: Plan,
  judge: (container: JsonObject, task: Resource) => string | false | null | undefined,
) {
  return each(plan, TASK, (task) => {
    for (const container of containers(task)) {
      const problem = judge(container, task);
      if (problem) return problem;
    }
    return null;
  });
}
