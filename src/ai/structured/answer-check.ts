import type { ChatRequest, Completion } from '../chat.ts';
import { schemaErrors } from './schema-errors.ts';

/** What is wrong with an answer, in words its model can mend it by; null where nothing is. */
export type AnswerCheck = (completion: Completion) => string | null;

const MOST_ERRORS = 5;

/**
 * The check an answer must pass before it counts as one; null where prose is wanted. Refusals and tool calls are no
 * structured answers and pass. `cutPasses` lets an answer pass that says itself that it was cut.
 */
export function answerCheckOf(
  { response_format: format }: ChatRequest,
  { cutPasses }: { cutPasses: boolean },
): AnswerCheck | null {
  if (format === undefined || format.type === 'text') return null;
  const schema = format.type === 'json_schema' ? (format.json_schema.schema ?? {}) : { type: 'object' };
  return ({ text, finishReason }) => {
    if (finishReason === 'length')
      return cutPasses ? null : 'The answer was cut at max_tokens before its JSON was complete.';
    if (finishReason !== 'stop') return null;
    return mistakeOf(text, schema);
  };
}

function mistakeOf(text: string, schema: object): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `The answer is not JSON: ${(error as Error).message}.`;
  }
  const errors = schemaErrors(schema, value);
  if (errors.length === 0) return null;
  const more = errors.length > MOST_ERRORS ? `, and ${errors.length - MOST_ERRORS} more` : '';
  const told = errors.slice(0, MOST_ERRORS).map(({ pointer, message }) => `${pointer || '/'} ${message}`);
  return `The answer does not match the schema: ${told.join('; ')}${more}.`;
}
