import { type Static, Type } from 'typebox';

/** ISO 8601 instant with zone, e.g. `2020-03-16T20:00:00Z`. */
export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 instant with zone' });

/** Calendar date `YYYY-MM-DD`. */
export const CalendarDate = Type.String({ format: 'date', description: 'Calendar date, YYYY-MM-DD' });

/** RFC 9457 problem details; `code` is stable and documented at `type`. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  instance: Type.Optional(Type.String()),
  request_id: Type.String(),
  retryable: Type.Boolean(),
  errors: Type.Optional(
    Type.Array(
      Type.Object({ pointer: Type.String(), message: Type.String(), index: Type.Optional(Type.Integer()) }),
    ),
  ),
});
export type Problem = Static<typeof Problem>;
