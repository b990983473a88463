import { DomainError, type ProblemCode } from '#platform';
import { type FailureKind, ProviderFailure } from '../providers/failure.ts';
import type { Rejection, RejectionKind } from '../routing/constraints.ts';
import type { RouteDecision } from '../routing/decide.ts';

/** Which problem to report where every model is out, most telling reason first. */
const BY_KIND: readonly [RejectionKind, ProblemCode, string][] = [
  ['resting', 'unavailable', 'No model can take this request right now'],
  ['deadline', 'deadline-exceeded', 'No model can answer in the time left'],
  ['budget', 'budget-exceeded', 'What is left of the budget pays for none of the models'],
  ['stopped', 'ai-stopped', 'A kill switch stops every model that could answer'],
  ['context', 'prompt-too-long', 'The prompt and its answer fit no model'],
  ['capability', 'no-capable-model', 'No model can do what this request needs'],
  ['policy', 'no-capable-model', 'The request leaves no model to ask'],
];

/** Why nobody was asked. */
export function nobodyCanAnswer({ rejected }: RouteDecision): DomainError {
  const usable = rejected.filter(({ kind }) => kind !== 'unconfigured');
  const found = BY_KIND.find(([kind]) => usable.some((rejection) => rejection.kind === kind));
  if (found === undefined) return rejected.length === 1 ? noKeyFor(rejected[0]) : noProviderConfigured();
  const [kind, code, text] = found;
  const reasons = usable.filter((rejection) => rejection.kind === kind || usable.length <= 4);
  const listed = reasons.slice(0, 4).map(({ model, reason }) => `${model.id}: ${reason}`);
  const more = reasons.length > 4 ? `, and ${reasons.length - 4} more` : '';
  return new DomainError(
    code,
    `${text}. ${listed.join('; ')}${more}.`,
    code === 'unavailable' ? { retryAfterSeconds: 2 } : {},
  );
}

/** The one model that was asked for has no provider here. */
function noKeyFor(rejection: Rejection | undefined): DomainError {
  return new DomainError(
    'no-provider-configured',
    `${rejection?.model.id} cannot be asked: ${rejection?.reason}. GET /v1/models lists those that can.`,
  );
}

export function noProviderConfigured(): DomainError {
  return new DomainError(
    'no-provider-configured',
    'No AI provider is configured. Set OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_API_KEY or OPENAI_COMPATIBLE_BASE_URL and start again, or run the demo, which simulates them.',
  );
}

/** Failures that have a problem of their own. */
const FINAL: Partial<Record<FailureKind, [ProblemCode, string]>> = {
  aborted: ['request-timeout', 'The caller left before the answer was complete.'],
  deadline: ['deadline-exceeded', 'The time allowed passed before an answer came.'],
  invalid_request: ['provider-refused', 'The provider refuses this request.'],
  cut_answer: ['invalid-answer', 'The answer does not match the schema asked for.'],
  invalid_answer: ['invalid-answer', 'No answer matches the schema asked for.'],
  context_length: ['prompt-too-long', 'The prompt is too long for every model that could answer.'],
};

/** What the caller is told once every attempt has failed. */
export function allFailed(failures: readonly { model: string; failure: ProviderFailure }[]): DomainError {
  const last = failures.at(-1)?.failure;
  const told = failures.map(({ model, failure }) => `${model}: ${failure.message}`).join(' ');
  const [code, text]: [ProblemCode, string] = FINAL[last?.kind ?? 'network'] ?? [
    'provider-failed',
    'No provider could answer.',
  ];
  return new DomainError(code, `${text} ${told}`.trim(), { cause: last });
}

/** Errors of an answer that had begun: there is no other model any more. */
export function brokeOff(error: unknown, model: string): DomainError {
  if (error instanceof DomainError) return error;
  if (!(error instanceof ProviderFailure)) throw error;
  return allFailed([{ model, failure: error }]);
}
