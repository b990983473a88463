import type { AiRoom } from '#ai';
import type { Paragraph, Writing } from '#contracts/advisor';
import type { RequestType, RouteRequestBody } from '#contracts/ai';
import { DomainError } from '#platform';
import type { FactTable } from '../facts/fact.ts';
import { ground, type TextPart } from '../grounding/ground.ts';
import { factsForModel, RESPONSE_SCHEMA, RULES } from './rules.ts';

/** Whoever can be asked for prose. */
export type Writer = Pick<AiRoom, 'hasProviders' | 'answer'>;
export type WriterCall = Parameters<Writer['answer']>[1];

export interface Order {
  readonly requestType: RequestType;
  /** What the text is to be about. */
  readonly task: string;
  readonly table: FactTable;
  /** Outside material the model may read, by name. */
  readonly material?: Readonly<Record<string, string>>;
  /** The same told without a model, in placeholders, one text a paragraph. */
  readonly template: readonly string[];
}

export interface WrittenText {
  readonly paragraphs: readonly Paragraph[];
  readonly whole: string;
  readonly modelUsed: string;
  readonly writing: Writing;
  /** Whether a simulated provider was asked. */
  readonly simulated: boolean;
}

export type WritingStep = 'writing' | 'checking' | 'mending';

export interface WriteDeps {
  /** Undefined where this process plays no AI router. */
  readonly writer: Writer | undefined;
  readonly onStep: (step: WritingStep) => void;
}

/** Answers of the template, by version of its texts. */
export const LOCAL_MODEL = 'local/template-1';
const ATTEMPTS = 2;
const MAX_CHARACTERS = 8_000;
const MAX_PARAGRAPHS = 8;
const ANSWER_TOKENS = 1_500;

/**
 * A grounded text. A model writes it where there is one; what it writes is held against the facts, may be mended once,
 * and is replaced by the template where it still does not hold, where no model answers, or where there is none.
 */
export async function write(order: Order, call: WriterCall, deps: WriteDeps): Promise<WrittenText> {
  const log: Log = { attempts: 0, cost: 0, simulated: false, refusals: [] };
  const { writer } = deps;
  if (writer === undefined || !writer.hasProviders)
    return fromTemplate(order, log, 'No AI provider is configured.');
  let previous: string | null = null;
  try {
    while (log.attempts < ATTEMPTS) {
      deps.onStep(previous === null ? 'writing' : 'mending');
      const reply = await writer.answer(requestOf(order, previous, log), call);
      log.attempts += 1;
      log.cost += reply.cost;
      log.simulated ||= reply.metadata.simulated;
      deps.onStep('checking');
      previous = reply.response ?? '';
      const parts = check(previous, order.table, log);
      if (parts !== null) return written(parts, reply.model_used ?? 'unknown', 'model', null, log);
    }
    return fromTemplate(order, log, 'The model’s text did not hold against the facts, also after mending.');
  } catch (error) {
    if (!(error instanceof DomainError) || call.signal.aborted) throw error;
    return fromTemplate(order, log, `No model answered: ${error.message}`);
  }
}

interface Log {
  attempts: number;
  cost: number;
  simulated: boolean;
  readonly refusals: Writing['refusals'];
}

function requestOf(order: Order, previous: string | null, { refusals }: Log): RouteRequestBody {
  const mend =
    previous === null
      ? ''
      : `\n\nYour earlier text was refused. Mend what is named and keep the rest.\n${JSON.stringify({
          text: previous.slice(0, MAX_CHARACTERS),
          refused: refusals.map(({ quote, message }) => ({ quote, message })),
        })}`;
  return {
    request_type: order.requestType,
    prompt: `${order.task}${mend}`,
    context: { system: RULES, ...factsForModel(order.table), ...order.material },
    response_schema: RESPONSE_SCHEMA,
    max_tokens: ANSWER_TOKENS,
  };
}

/** The parts of a text that holds; null where it does not, with the reasons in the log. */
function check(response: string, table: FactTable, log: Log): readonly TextPart[] | null {
  const text = paragraphsOf(response);
  const refuse = (kind: string, quote: string, message: string) =>
    log.refusals.push({ attempt: log.attempts, kind, quote: quote.slice(0, 200), message });
  if (text === null) {
    refuse('schema', response, 'The answer is not {"paragraphs": [text, …]} of a fitting length.');
    return null;
  }
  const grounded = ground(text, table);
  if (grounded.kind === 'grounded') return grounded.parts;
  for (const { kind, quote, message } of grounded.refusals) refuse(kind, quote, message);
  return null;
}

function paragraphsOf(response: string): string | null {
  let answer: unknown;
  try {
    answer = JSON.parse(response);
  } catch {
    return null;
  }
  const { paragraphs } = (answer ?? {}) as { paragraphs?: unknown };
  if (!Array.isArray(paragraphs) || paragraphs.length === 0 || paragraphs.length > MAX_PARAGRAPHS)
    return null;
  if (!paragraphs.every((text) => typeof text === 'string')) return null;
  const text = paragraphs.map((paragraph) => paragraph.trim()).join('\n\n');
  return text.length > MAX_CHARACTERS ? null : text;
}

function fromTemplate({ template, table }: Order, log: Log, reason: string): WrittenText {
  const grounded = ground(template.join('\n\n'), table);
  const parts = grounded.kind === 'grounded' ? grounded.parts : inventory(table);
  return written(parts, LOCAL_MODEL, 'template', reason, log);
}

/** Every fact by its name and nothing claimed: what is left if even the template did not hold. */
function inventory({ facts }: FactTable): TextPart[] {
  return [...facts.keys()].flatMap((id) => {
    const line = ground(`{{label:${id}}}: {{fact:${id}}}. `, {
      facts,
      missing: [],
      subjects: new Map(),
      strangers: NOBODY,
    });
    return line.kind === 'grounded' ? [...line.parts, { text: ' ', factId: null }] : [];
  });
}

const NOBODY = { hasSymbol: () => false, hasName: () => false };

function written(
  parts: readonly TextPart[],
  modelUsed: string,
  writer: Writing['writer'],
  reason: string | null,
  log: Log,
): WrittenText {
  return {
    paragraphs: inParagraphs(parts),
    whole: parts.map(({ text }) => text).join(''),
    modelUsed,
    writing: { writer, reason, attempts: log.attempts, refusals: log.refusals, cost: log.cost },
    simulated: log.simulated,
  };
}

function inParagraphs(parts: readonly TextPart[]): Paragraph[] {
  const paragraphs: Paragraph[] = [{ parts: [] }];
  for (const { text, factId } of parts) {
    for (const [index, piece] of text.split('\n\n').entries()) {
      if (index > 0) paragraphs.push({ parts: [] });
      if (piece !== '') paragraphs.at(-1)?.parts.push({ text: piece, fact: factId });
    }
  }
  return paragraphs.filter((paragraph) => paragraph.parts.length > 0);
}
