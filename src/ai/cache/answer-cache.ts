import { LRUCache } from 'lru-cache';
import type { Completion } from '../chat.ts';
import type { Ranked } from '../routing/scoring.ts';

/** An answer worth giving again. */
export interface StoredAnswer {
  readonly completion: Completion;
  readonly candidate: Ranked;
}

/** Answers by key, bounded by bytes and age. */
export interface AnswerCache {
  get(key: string): StoredAnswer | undefined;
  put(key: string, answer: StoredAnswer): void;
}

const MAX_BYTES = 32 * 1024 * 1024;
const TTL_MS = 10 * 60_000;

export function createAnswerCache(maxBytes = MAX_BYTES, ttlMs = TTL_MS): AnswerCache {
  const answers = new LRUCache<string, StoredAnswer>({
    maxSize: maxBytes,
    ttl: ttlMs,
    sizeCalculation: sizeOf,
  });
  return {
    get: (key) => answers.get(key),
    put(key, answer) {
      // A cut or blocked answer would be a poor one to give twice.
      const { finishReason } = answer.completion;
      if (finishReason === 'stop' || finishReason === 'tool_calls') answers.set(key, answer);
    },
  };
}

function sizeOf({ completion }: StoredAnswer): number {
  const calls = completion.toolCalls.reduce((sum, call) => sum + call.arguments.length + 64, 0);
  return 512 + 2 * completion.text.length + calls + 2 * (completion.raw?.length ?? 0);
}
