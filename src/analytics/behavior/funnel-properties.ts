import type { FunnelStep } from '#contracts/funnels';
import { eachEventWith, isInSignature, valueKey } from '../journeys/part-properties.ts';
import type { PartOfDay } from '../journeys/part-store.ts';

/** What a funnel asks of events beyond their signatures. */
export interface FunnelProperties {
  /** Names of the properties to read. */
  readonly names: readonly string[];
  /** The steps without such a condition, one bit for each. */
  readonly unconditional: number;
  /** The steps whose condition each event of a part meets, one bit for each; not told where there is none. */
  readonly marksOf: ((part: Pick<PartOfDay, 'times' | 'sections'>) => Int32Array) | undefined;
}

export function propertiesOf(steps: readonly FunnelStep[]): FunnelProperties {
  const conditions = steps.flatMap(({ property }, place) =>
    property === undefined || isInSignature(property.name, property.equals)
      ? []
      : { step: 2 ** place, name: property.name, value: valueKey(property.equals) },
  );
  return {
    names: [...new Set(conditions.map(({ name }) => name))],
    unconditional: conditions.reduce((rest, { step }) => rest & ~step, -1),
    marksOf:
      conditions.length === 0
        ? undefined
        : ({ times, sections }) => {
            const marks = new Int32Array(times.length);
            for (const { step, name, value } of conditions)
              eachEventWith(sections.get(name), value, (event) => {
                marks[event] = (marks[event] as number) | step;
              });
            return marks;
          },
  };
}
