import type { Rule } from '../rule.ts';
import { computeRules } from './compute.ts';
import { dataRules } from './data.ts';
import { edgeRules } from './edge.ts';
import { computeFacts } from './facts-compute.ts';
import { dataFacts } from './facts-data.ts';
import { edgeFacts } from './facts-edge.ts';
import { networkFacts } from './facts-network.ts';
import { identityRules } from './identity.ts';
import { networkRules } from './network.ts';

/** All rules by their ids: S… common practice, F… facts that a plan cannot show. */
export const RULES: readonly Rule[] = [
  networkRules,
  edgeRules,
  dataRules,
  computeRules,
  identityRules,
  networkFacts,
  edgeFacts,
  dataFacts,
  computeFacts,
]
  .flat()
  .toSorted((a, b) => (a.id.slice(3) < b.id.slice(3) ? -1 : 1));
