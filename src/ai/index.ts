export { type AiRoom, type AiRoomDeps, createAiRoom } from './ai-room.ts';
export { usedCatalogue, writeOwnCatalogue } from './catalogue/own-catalogue.ts';
export { readPublicList, refreshCatalogue } from './catalogue/refresh/refresh.ts';
export { refreshText } from './catalogue/refresh/report-text.ts';
export { createAiJobs } from './jobs/jobs.ts';
export type { SimulatedProviders } from './providers/registry.ts';
