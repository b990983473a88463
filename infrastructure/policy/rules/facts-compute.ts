import { listOf, objectOf, textOf } from '../json.ts';
import { each, type Rule } from '../rule.ts';
import { eachContainer } from './compute.ts';

/** What Fargate sells: CPU units to memory in MB. */
const SOLD: Record<number, readonly [least: number, most: number, step: number]> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
};

export const computeFacts: readonly Rule[] = [
  {
    id: 'RR-F16',
    severity: 'high',
    title: 'A task finds image, secrets and log group in its own region',
    why: 'ECS pulls and reads in the task’s region; a log group that is not there keeps the task from starting.',
    fix: 'Build all three from the module’s region, and make the log group.',
    mapping: [],
    check: (plan) => {
      const groups = new Set(
        plan.of('aws_cloudwatch_log_group').map((it) => `${it.region} ${textOf(it.get('name'))}`),
      );
      return eachContainer(plan, (it, task) => {
        if (!textOf(it.image).includes(`.ecr.${task.region}.amazonaws.com/`))
          return `Its image is not in ${task.region}.`;
        const foreign = listOf(it.secrets)
          .map(objectOf)
          .find((one) => !textOf(one.valueFrom).startsWith(`arn:aws:secretsmanager:${task.region}:`));
        if (foreign !== undefined) return `${textOf(foreign.name)} is not in ${task.region}.`;
        const options = objectOf(objectOf(it.logConfiguration).options);
        return (
          !groups.has(`${textOf(options['awslogs-region'])} ${textOf(options['awslogs-group'])}`) &&
          'Its log group is not made.'
        );
      });
    },
  },
  {
    id: 'RR-F19',
    severity: 'high',
    title: 'Tasks have a size that Fargate sells',
    why: 'Other pairs of CPU and memory plan and are refused at apply.',
    fix: 'Use a pair such as 512 with 1024.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_ecs_task_definition', (it) => {
        const [least, most, step] = SOLD[Number(it.get('cpu'))] ?? [1, 0, 1];
        const memory = Number(it.get('memory'));
        const sold = memory >= least && memory <= most && (memory - least) % step === 0;
        return !sold && `${textOf(it.get('cpu'))} with ${memory} is not sold.`;
      }),
  },
  {
    id: 'RR-F20',
    severity: 'high',
    title: 'Tasks ask Fargate for nothing it does not have',
    why: 'No tmpfs, no privileged mode, no added capability but SYS_PTRACE, at most 120 s to stop.',
    fix: 'Use a task volume for /tmp and a stopTimeout up to 120.',
    mapping: [],
    check: (plan) =>
      eachContainer(plan, (it) => {
        const linux = objectOf(it.linuxParameters);
        if (listOf(linux.tmpfs).length > 0 || linux.sharedMemorySize !== undefined)
          return 'It asks for memory as a file system.';
        if (
          it.privileged === true ||
          listOf(objectOf(linux.capabilities).add).some((one) => one !== 'SYS_PTRACE')
        )
          return 'It asks for rights.';
        return Number(it.stopTimeout ?? 30) > 120 && 'It asks for more than 120 s to stop.';
      }),
  },
  {
    id: 'RR-F29',
    severity: 'medium',
    title: 'Tasks can move between zones',
    why: 'Rebalancing needs room for one more task; with a maximum of 100 % AWS refuses it, without it a zone’s return leaves everything where it is.',
    fix: 'Set availability_zone_rebalancing = "ENABLED" and deployment_maximum_percent over 100.',
    mapping: [],
    check: (plan) =>
      each(plan, 'aws_ecs_service', (it) => {
        if (it.get('availability_zone_rebalancing') !== 'ENABLED') return 'It stays where it started.';
        return Number(it.get('deployment_maximum_percent')) <= 100 && 'It has no room to move.';
      }),
  },
];
