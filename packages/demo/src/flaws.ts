import { MS_PER_HOUR } from '@pack324a/core';
import type { Seller } from './creators.ts';
import { type Rng, rngOf, STREAM } from './random.ts';
import type { Scene } from './scene.ts';

/** Rows that cannot be read, on an average day. */
const FLAWS_PER_DAY = 0.9;

/** One unreadable row, and what still counts of it. */
type Flaw = (scene: Scene, rng: Rng, atMs: number, seller: Seller, payerId: string) => void;

const ledger =
  (amount: Readonly<Record<string, unknown>>): Flaw =>
  ({ write }, _rng, atMs, seller, payerId) =>
    write.row('walletTransactions', atMs, { type: 'SPEND', userId: payerId, receiverId: seller.id, ...amount, context: 'CHAT' });

const FLAWS: readonly Flaw[] = [
  ledger({ amount: null }),
  ledger({ amount: '12.50' }),
  ledger({}),
  ({ write }, rng, atMs, seller) =>
    write.spend({ atMs, payerId: null, receiverId: seller.id, centiTokens: 100 * rng.between(3, 30), context: 'CHAT' }),
  ({ write }, rng, atMs) => write.row('aiVoiceCallSessions', atMs, { durationMinutes: -rng.between(1, 40) / 4 }),
  ({ write }, _rng, atMs) => write.row('aiVideoCallSessions', atMs, { durationMinutes: null }),
  ({ write }, _rng, atMs) => write.row('aiChatSessions', atMs, {}, [{ kind: 'chat', creatorId: null }]),
  ({ write }, _rng, atMs, seller) =>
    write.row('calendarBookings', atMs, { hostId: seller.id, hostEarnings: 'pending' }, [{ kind: 'booking' }]),
];

/** What faulty clients and half-finished migrations leave behind. */
export function addFlaws(scene: Scene): void {
  const rng = rngOf(scene.params.seed, STREAM.flaws, scene.index);
  for (let flaws = rng.poisson(FLAWS_PER_DAY); flaws > 0; flaws -= 1) {
    // Before noon: a payment outage starts later in the day, and no spend may fall into it.
    const atMs = scene.startMs + rng.below(12 * MS_PER_HOUR);
    const flaw = rng.pick(FLAWS);
    const seller = scene.market.pick(rng, 'chat');
    const payer = scene.users[rng.below(scene.users.length)];
    if (seller === null || payer === undefined || payer.createdAtMs >= atMs || payer.staff !== null || payer.id === seller.id) continue;
    flaw(scene, rng, atMs, seller, payer.id);
  }
}
