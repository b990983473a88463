export type { AdvisorRoomDeps } from './advisor-deps.ts';
export { type AdvisorRoom, createAdvisorRoom } from './advisor-room.ts';
