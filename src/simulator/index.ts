export { type Behaviour, FAULTS, type Fault, GOOD_DAY } from './behaviour.ts';
export { type Account, isProvider, PROVIDERS } from './controls.ts';
export { SIMULATOR_KEY, type Simulator, startSimulator } from './simulator.ts';
