import { type Plan, type Resource, Unknown } from './plan.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** One thing that is wrong: where and what. */
export interface Finding {
  readonly address: string;
  readonly problem: string;
}

export interface Rule {
  /** RR-S… is common practice, RR-F… a fact about AWS that a plan cannot show. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** The same check elsewhere (Trivy's identifier), where there is one. */
  readonly mapping: readonly string[];
  readonly check: (plan: Plan) => Finding[];
}

/** What is wrong with one resource, or nothing. */
export type Judge = (resource: Resource) => string | null | undefined | false;

/** Judges every resource of some types. What cannot be known is a finding, not a pass. */
export function each(plan: Plan, types: string | readonly string[], judge: Judge): Finding[] {
  return judgeAll(plan.of(...[types].flat()), judge);
}

/** Judges these resources. */
export function judgeAll(resources: readonly Resource[], judge: Judge): Finding[] {
  return resources.flatMap((resource) => {
    const problem = judgeOne(resource, judge);
    return problem ? [{ address: resource.address, problem }] : [];
  });
}

function judgeOne(resource: Resource, judge: Judge): ReturnType<Judge> {
  try {
    return judge(resource);
  } catch (error) {
    if (error instanceof Unknown) return `${error.message} Build it from names, so that it can be judged.`;
    throw error;
  }
}
