import { MS_PER_HOUR } from '@pack324a/core';
import { type Rng, rngOf, STREAM } from './random.ts';
import { drawMoment, type Scene } from './scene.ts';
import type { Happening } from './types.ts';

/** How many times the ordinary reports an incident day brings. */
const INCIDENT_REPORTS = 8;
const INCIDENT_FROM_HOUR = 11;
const INCIDENT_HOURS = 11;

const REPORT_SOURCES = [
  { source: 'AI', upTo: 0.38, by: 'ai' },
  { source: 'AUTO', upTo: 0.52, by: 'ai' },
  { source: 'USER', upTo: 0.99, by: 'human' },
  { source: 'PARTNER', upTo: 1, by: 'unknown' },
] as const;

const OTHER_ACTIONS = ['WARNING', 'MUTE', 'UNBAN'] as const;
const OTHER_ALERTS = ['CHECK_IN_MISSED', 'LOCATION_SHARED', 'TRUSTED_CONTACT'] as const;

/** Reports, what moderation did and calls for help; as many as the day's activity brings about, and its stories. */
export function moderate(scene: Scene): void {
  const rng = rngOf(scene.params.seed, STREAM.moderation, scene.index);
  const active = scene.write.activeUsers();
  report(scene, rng, active);
  enforce(scene, rng, active);
  alert(scene, rng, active);
}

function report(scene: Scene, rng: Rng, active: number): void {
  const ordinary = 1 + rng.poisson(0.013 * active);
  // An incident is measured against an ordinary day of its size, not against a chance low.
  const base = scene.stories.incident ? Math.max(ordinary, Math.round(1 + 0.013 * active)) * INCIDENT_REPORTS : ordinary;
  for (let reports = base; reports > 0; reports -= 1) {
    const draw = rng.unit();
    const { source, by } = REPORT_SOURCES.find(({ upTo }) => draw < upTo) ?? REPORT_SOURCES[2];
    scene.write.row('moderationQueue', momentOf(scene, rng), { source }, [{ kind: 'report', by }]);
  }
}

function enforce(scene: Scene, rng: Rng, active: number): void {
  const wave = scene.stories.aftermath ? 6 + 0.03 * active : 0;
  const act = (count: number, actionOf: () => string, meaning: readonly Happening[]): void => {
    for (let left = count; left > 0; left -= 1)
      scene.write.row('enforcement_logs', drawMoment(scene, rng), { action: actionOf() }, meaning);
  };
  act(rng.poisson(0.3 + 0.0015 * active + wave), () => 'BAN', [{ kind: 'ban' }]);
  act(rng.poisson(0.5 + 0.004 * active + 2 * wave), () => 'AUTO_BLOCK', [{ kind: 'autoBlock' }]);
  act(rng.poisson(0.3 + 0.003 * active), () => rng.pick(OTHER_ACTIONS), []);
}

function alert(scene: Scene, rng: Rng, active: number): void {
  const panics = rng.poisson(0.1 + 0.0001 * active) + (scene.stories.incident ? rng.between(5, 9) : 0);
  for (let left = panics; left > 0; left -= 1)
    scene.write.row('safetyAlerts', momentOf(scene, rng), { type: 'PANIC' }, [{ kind: 'panic' }]);
  for (let left = rng.poisson(0.4 + 0.002 * active); left > 0; left -= 1) {
    scene.write.row('safetyAlerts', drawMoment(scene, rng), { type: rng.pick(OTHER_ALERTS) });
  }
}

/** An incident keeps to an afternoon and evening. */
function momentOf(scene: Scene, rng: Rng): number {
  if (!scene.stories.incident) return drawMoment(scene, rng);
  return scene.startMs + INCIDENT_FROM_HOUR * MS_PER_HOUR + rng.below(INCIDENT_HOURS * MS_PER_HOUR);
}
