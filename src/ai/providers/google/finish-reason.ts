import type { FinishReason } from '../../chat.ts';

const REASONS: Record<string, FinishReason> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content_filter',
  RECITATION: 'content_filter',
  BLOCKLIST: 'content_filter',
  PROHIBITED_CONTENT: 'content_filter',
  SPII: 'content_filter',
  LANGUAGE: 'content_filter',
  IMAGE_SAFETY: 'content_filter',
};

/** Null where the answer does not say that it ended well: none given, `OTHER`, a malformed function call. */
export function toFinishReason(reason: string | null): FinishReason | null {
  return reason === null ? null : (REASONS[reason] ?? null);
}
