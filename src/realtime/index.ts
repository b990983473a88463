export { acceptWebSockets } from './handshake.ts';
export { createHub, type Hub } from './hub.ts';
export { realtimeRoutes } from './routes.ts';
