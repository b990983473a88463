import { describe, expect, it } from 'vitest';
import type { ClusterFigures, UserClusters } from '#contracts/user-clusters';
import { readClusters, silhouetteText } from './clusters.ts';

const figures = (
  size: number,
  events: number,
  duration: number,
  pages: number,
  days: number,
): ClusterFigures => ({
  size,
  avg_events: events,
  avg_duration: duration,
  avg_pages: pages,
  avg_active_days: days,
});

function analysis(...clusters: ClusterFigures[]): UserClusters {
  return {
    analysis_id: 1,
    n_clusters: clusters.length,
    total_users: clusters.reduce((sum, { size }) => sum + size, 0),
    cluster_analysis: Object.fromEntries(clusters.map((own, number) => [String(number), own])),
    silhouette: 0.4,
    silhouette_users: 100,
  };
}

describe('clusters of users', () => {
  it('are told apart by what they have more or less of than all users together', () => {
    const [many, few] = readClusters(analysis(figures(90, 10, 5, 4, 1), figures(10, 110, 5, 44, 3)));
    // Means of all: 20 events, 5 minutes, 8 pages, 1.2 days.
    expect(many).toMatchObject({ number: 1, users: 90, share: 90 });
    expect(many?.features.map(({ times }) => times)).toEqual([0.5, 1, 0.5, expect.closeTo(1 / 1.2)]);
    expect(many?.text).toBe('Much fewer events and pages than the mean of all users.');
    expect(few?.text).toBe('Much more events, pages and active days than the mean of all users.');
    const [a] = readClusters(analysis(figures(50, 10, 3, 5, 2), figures(50, 4, 1, 5, 8)));
    expect(a?.text).toBe('Much fewer active days; longer sessions; more events than the mean of all users.');
  });

  it('that differ in nothing, or in nothing that anybody has, say so', () => {
    const [same] = readClusters(analysis(figures(5, 10, 0, 4, 1), figures(5, 11, 0, 4, 1)));
    expect(same?.text).toBe('Close to the mean of all users in everything.');
    expect(same?.features[1]).toMatchObject({ mean: 0, times: null });
    const [none] = readClusters(analysis(figures(5, 0, 1, 4, 1), figures(5, 10, 1, 4, 1)));
    expect(none?.text).toBe('Much fewer events than the mean of all users.');
  });

  it('are trusted as far as their silhouette allows', () => {
    expect(silhouetteText(0.8)).toContain('well apart');
    expect(silhouetteText(0.6)).toContain('told apart');
    expect(silhouetteText(0.3)).toContain('overlap');
    expect(silhouetteText(-0.1)).toContain('no clear clusters');
  });
});
