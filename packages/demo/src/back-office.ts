import { MS_PER_DAY, MS_PER_HOUR } from '@pack324a/core';
import { fromCenti, PLATFORM_ACCOUNT } from './day-writer.ts';
import { type Rng, rngOf, STREAM } from './random.ts';
import { canPay, drawMoment, type Scene } from './scene.ts';

const MONDAY = 1;
const PAYOUT_HOUR = 6;
/** Late rows on an average day, and how late they are. */
const LATE_ROWS_PER_DAY = 1.3;
const LATEST_MS = 3 * MS_PER_DAY;

/** Monday's run: creators are paid out, the platform books its commission on the payout. */
export function payOut(scene: Scene): void {
  if (scene.weekday !== MONDAY) return;
  const rng = rngOf(scene.params.seed, STREAM.backOffice, scene.index);
  for (const seller of scene.market.sellers) {
    const atMs = scene.startMs + PAYOUT_HOUR * MS_PER_HOUR + rng.below(40 * 60_000);
    const centiTokens = Math.round(100 * rng.logNormal(220 * seller.creator.popularity, 0.5));
    if (!rng.chance(0.8)) continue;
    const payout = { type: 'PAYOUT', userId: PLATFORM_ACCOUNT, receiverId: seller.id, amount: fromCenti(centiTokens) };
    scene.write.row('walletTransactions', atMs, payout);
    const commissionCenti = Math.floor((centiTokens * 2) / 100);
    const commission = {
      type: 'COMMISSION',
      userId: seller.id,
      receiverId: PLATFORM_ACCOUNT,
      amount: fromCenti(commissionCenti),
      context: 'PAYOUT',
    };
    scene.write.row('walletTransactions', atMs, commission);
  }
}

/** Rows that a payment provider or a phone without a network reports one to three days after they happened. */
export function arriveLate(scene: Scene): void {
  const rng = rngOf(scene.params.seed, STREAM.late, scene.index);
  for (let rows = rng.poisson(LATE_ROWS_PER_DAY); rows > 0; rows -= 1) {
    const arrivesAtMs = drawMoment(scene, rng);
    const atMs = arrivesAtMs - rng.between(MS_PER_DAY, LATEST_MS);
    const kind = rng.unit();
    const seller = scene.market.pick(rng, 'chat');
    const payer = payerAt(scene, rng, atMs);
    const centiTokens = 100 * rng.between(5, 60);
    if (atMs < scene.population.firstDayMs || seller === null || payer === null || seller.createdAtMs >= atMs) continue;
    if (kind < 0.25) scene.write.chat(atMs, seller.id, arrivesAtMs);
    else if (kind < 0.4) scene.write.call('voice', atMs, rng.between(50, 1500), arrivesAtMs);
    else if (canPay(scene, atMs) && payer !== seller.id) {
      scene.write.spend({ atMs, arrivesAtMs, payerId: payer, receiverId: seller.id, centiTokens, context: 'TIP' });
    }
  }
}

/** Somebody who had signed up by then. */
function payerAt(scene: Scene, rng: Rng, atMs: number): string | null {
  const user = scene.users[rng.below(scene.users.length)];
  return user === undefined || user.createdAtMs >= atMs || user.staff !== null ? null : user.id;
}
