export { type Behaviour, FAULTS, type Fault } from './behaviour.ts';
export { type Account, isProvider, PROVIDERS } from './controls.ts';
export { SIMULATOR_KEY, type Simulator, startSimulator } from './simulator.ts';
