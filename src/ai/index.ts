export { type AiRoom, type AiRoomDeps, createAiRoom } from './ai-room.ts';
export { AI_JOBS, type AiJob, runAiJob } from './jobs/jobs.ts';
export type { SimulatedProviders } from './providers/registry.ts';
