// Time of a headline with the shipped model, entities included. `node bench/sentiment.bench.ts`
import { existsSync, readFileSync, statSync } from 'node:fs';
import { loadSentimentAnalyser, readExamples, SHIPPED_MODEL } from '../src/sentiment/index.ts';
import { NEGATION_AND_DIRECTION } from '../src/sentiment/negation-and-direction.test-data.ts';
import { machine } from './measure.ts';

const REAL = '../shared/data/sentiment/headlines_dev.jsonl';
const analyser = await loadSentimentAnalyser();
const headlines = existsSync(REAL)
  ? readExamples(readFileSync(REAL, 'utf8')).map(({ text }) => text)
  : Object.values(NEGATION_AND_DIRECTION).flatMap((lines) => lines.trim().split('\n'));

/** CPU time, so that neighbours on the machine do not count. */
function cpuMicroseconds(): number {
  const before = process.cpuUsage();
  for (const headline of headlines) analyser.analyse(headline);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / headlines.length;
}

const best = Math.min(...Array.from({ length: 8 }, cpuMicroseconds));
console.log(machine());
console.log(
  `${headlines.length} headlines: ${best.toFixed(1)} µs of CPU each, entities included (limit ≤ 50)`,
);
console.log(`model ${(statSync(SHIPPED_MODEL).size / 1024).toFixed(0)} KB (limit 500)`);
