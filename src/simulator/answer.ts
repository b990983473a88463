import { instanceOf } from './schema-instance.ts';

/** A request of any vendor, as far as an answer depends on it. */
export interface SimulatedRequest {
  readonly model: string;
  readonly stream: boolean;
  /** Everything the model would read. */
  readonly text: string;
  /** The last thing the user said. */
  readonly question: string;
  readonly maxTokens: number;
  readonly tools: readonly { readonly name: string; readonly schema: unknown }[];
  /** `required`, `none`, `auto`, or the name of the one tool to call. */
  readonly toolChoice: string;
  readonly afterToolResult: boolean;
  /** Null where prose is wanted. */
  readonly jsonSchema: unknown;
  readonly includeUsage: boolean;
}

export interface SimulatedAnswer {
  readonly text: string;
  readonly toolCall: { readonly name: string; readonly arguments: unknown } | null;
  readonly finish: 'stop' | 'length' | 'tool_calls';
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const CHARACTERS_PER_TOKEN = 4;

const SENTENCES = [
  'The main driver is worth separating from the noise before any position is sized.',
  'Diversification across sectors lowers the part of the risk that is not paid for.',
  'A longer horizon makes the starting valuation matter more than the recent trend.',
  'Costs and taxes are certain while the expected return is not, so they come first.',
  'Liquidity tends to vanish exactly when it is needed, which argues for smaller steps.',
  'The historical range is a guide to what is plausible, not a limit on what can happen.',
  'A stop that is too close turns ordinary volatility into a realised loss.',
  'Compare the result with a simple benchmark before trusting a more elaborate one.',
  'Earnings revisions usually move first and the price follows with some delay.',
  'Write down what would prove the thesis wrong, and check it on a fixed schedule.',
];

/** Tokens as the simulator bills them. */
export function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / CHARACTERS_PER_TOKEN));
}

/** The same request always gets the same answer, and every prose answer says that it is simulated. */
export function answerTo(request: SimulatedRequest): SimulatedAnswer {
  const inputTokens = countTokens(request.text);
  const tool = toolToCall(request);
  if (tool !== undefined) {
    const toolCall = { name: tool.name, arguments: instanceOf(tool.schema ?? { type: 'object' }) };
    const outputTokens = countTokens(JSON.stringify(toolCall));
    return { text: '', toolCall, finish: 'tool_calls', inputTokens, outputTokens };
  }
  const full = request.jsonSchema === null ? prose(request) : JSON.stringify(instanceOf(request.jsonSchema));
  const limit = request.maxTokens * CHARACTERS_PER_TOKEN;
  const text = full.slice(0, limit);
  const finish = full.length > limit ? 'length' : 'stop';
  return { text, toolCall: null, finish, inputTokens, outputTokens: countTokens(text) };
}

/** The text in pieces as a stream would bring them; together they are the text. */
export function piecesOf(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

function toolToCall({ tools, toolChoice, afterToolResult }: SimulatedRequest) {
  if (toolChoice === 'none' || afterToolResult) return undefined;
  return tools.find((tool) => tool.name === toolChoice) ?? tools[0];
}

function prose({ question, model }: SimulatedRequest): string {
  const hash = hashOf(`${model}\n${question}`);
  const picked = Array.from({ length: 3 }, (_, index) => SENTENCES[(hash + index * 3) % SENTENCES.length]);
  const asked = question.replaceAll(/\s+/g, ' ').trim().slice(0, 120);
  return `Simulated answer to “${asked}”. ${picked.join(' ')}`;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
