export { answerAnomalyLine } from './anomalies/batch.ts';
export { createPredictionRoom, type PredictionRoom, type PredictionRoomDeps } from './prediction-room.ts';
export { type DayPrediction, type LineFailure, predictDays } from './prices/batch/predict-days.ts';
