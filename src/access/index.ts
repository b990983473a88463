export { type AccessRoom, createAccessRoom } from './access-room.ts';
export { type Admit, allow, type Caller } from './admission.ts';
export { createKeyRing, type KeyRing } from './key-ring.ts';
export { createKeyStore, type StoredKey } from './key-store.ts';
export { isAllowedOrigin } from './loopback.ts';
export type { IsStanding } from './standing.ts';
