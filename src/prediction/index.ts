export { answerAnomalyLine } from './anomalies/batch.ts';
export { type ForecastAnswer, forecastBatch } from './forecast/batch.ts';
export { startForecastThread } from './forecast/forecast-thread.ts';
export { type LoadPlan, planLoad } from './metrics/plan-load.ts';
export { createPredictionRoom, type PredictionRoom, type PredictionRoomDeps } from './prediction-room.ts';
export { type DayPrediction, type LineFailure, predictDays } from './prices/batch/predict-days.ts';
