export { answerAnomalyLine } from './anomalies/batch.ts';
export { createPredictionRoom, type PredictionRoom, type PredictionRoomDeps } from './prediction-room.ts';
