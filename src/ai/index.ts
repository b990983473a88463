export { type AiRoom, type AiRoomDeps, createAiRoom } from './ai-room.ts';
export { createAiJobs } from './jobs/jobs.ts';
export type { SimulatedProviders } from './providers/registry.ts';
