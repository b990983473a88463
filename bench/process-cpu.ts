import { readdirSync, readFileSync } from 'node:fs';

const NANOSECONDS = 1e-9;

/** CPU seconds the threads of a process have used so far, user and system, to the nanosecond (Linux, from /proc). */
export function cpuSeconds(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).reduce((sum, task) => sum + threadSeconds(`${tasks}/${task}`), 0);
}

function threadSeconds(task: string): number {
  const [running] = readFileSync(`${task}/schedstat`, 'utf8').split(' ');
  return Number(running) * NANOSECONDS;
}
