export { asyncApiDocument } from './asyncapi.ts';
export { acceptWebSockets } from './handshake.ts';
export { createHub, type Hub } from './hub.ts';
