import { parentPort } from 'node:worker_threads';
import { answerJobs } from '#platform';
import { clusterPoints } from './cluster-points.ts';

answerJobs(parentPort, clusterPoints);
