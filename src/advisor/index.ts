export { type AdvisorRoom, type AdvisorRoomDeps, createAdvisorRoom } from './advisor-room.ts';
