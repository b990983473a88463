/** A forecast hour: its start, epoch milliseconds, and how many requests it is unlikely to exceed. */
export interface ForecastHour {
  readonly startMs: number;
  readonly requests: number;
}

/** How many tasks serve how much; as the autoscaling module's variables of the same names. */
export interface Capacity {
  /** Requests a minute that one task is held at. */
  readonly requestsPerTask: number;
  readonly minSize: number;
  readonly maxSize: number;
}

/** One entry of the autoscaling module's `schedule`: the floor from then on, every week. */
export interface ScheduledFloor {
  readonly expression: string;
  readonly timezone: string;
  readonly min_size: number;
}

export const WEEK_HOURS = 168;
/** A task takes this long to start and warm up, generously. */
const LEAD_MS = 15 * 60_000;

/**
 * Floors that follow a forecast week: raised a quarter of an hour before the hour that needs more, lowered at the start of
 * one that needs less. As weekly cron expressions in the time zone, so that they stay right over a change of clocks and
 * hold until the next forecast. Empty where the least is always enough.
 * @param hours a whole week, ascending
 */
export function loadFloors(
  hours: readonly ForecastHour[],
  capacity: Capacity,
  timeZone: string,
): Record<string, ScheduledFloor> {
  const sizes = hours.map(({ requests }) => sizeFor(requests, capacity));
  if (sizes.every((size) => size === capacity.minSize)) return {};
  const changes = sizes.flatMap((size, i) => {
    const before = sizes.at(i - 1) ?? size;
    if (size === before) return [];
    const { startMs } = hours[i] as ForecastHour;
    return [{ atMs: size > before ? startMs - LEAD_MS : startMs, size }];
  });
  const floors =
    changes.length > 0 ? changes : [{ atMs: hours[0]?.startMs ?? 0, size: sizes[0] ?? capacity.minSize }];
  return Object.fromEntries(floors.map(({ atMs, size }) => namedFloor(atMs, size, timeZone)));
}

/** Tasks that serve so many requests an hour. */
export function sizeFor(requests: number, { requestsPerTask, minSize, maxSize }: Capacity): number {
  return Math.min(maxSize, Math.max(minSize, Math.ceil(requests / 60 / requestsPerTask)));
}

function namedFloor(atMs: number, size: number, timeZone: string): [string, ScheduledFloor] {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs);
  const part = (type: string) => parts.find((it) => it.type === type)?.value ?? '';
  const [day, hour, minute] = [part('weekday').toUpperCase(), part('hour'), part('minute')];
  return [
    `load-${day.toLowerCase()}-${hour}${minute}`,
    {
      expression: `cron(${Number(minute)} ${Number(hour)} ? * ${day} *)`,
      timezone: timeZone,
      min_size: size,
    },
  ];
}
