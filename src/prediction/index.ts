export { createPredictionRoom, type PredictionRoom, type PredictionRoomDeps } from './prediction-room.ts';
