import { parentPort } from 'node:worker_threads';
import { answerJobs } from '#platform/worker-thread';
import { countTokens } from './tokens.ts';

// Loads nothing of the house but the way to answer: all of it would more than double the thread's memory.
/** The thread of the tokenizer; it takes a quarter of a second to load. */
answerJobs(parentPort, (texts: readonly string[]) => texts.map(countTokens));
