import { MS_PER_DAY } from '@pack324a/core';
import type { Seller } from './creators.ts';
import { fromCenti, PLATFORM_ACCOUNT, type SpendContext } from './day-writer.ts';
import type { DemoUser } from './population.ts';
import { type Rng, rngOf, STREAM } from './random.ts';
import { weekdayLevel } from './rhythm.ts';
import { canPay, drawMoment, type Scene } from './scene.ts';

const MS_PER_MINUTE = 60_000;
/** Token packs on sale, in hundredths of a token. */
const PACKS_CENTI = [100, 300, 500, 1000, 2500, 5000].map((tokens) => tokens * 100);
const LARGEST_PACK_CENTI = 10_000 * 100;
/** The chance that a spend is refunded. */
const REFUND_CHANCE = 0.006;
/** What remains of the chance to come back once a user has drifted away. */
const DRIFTED_AWAY = 0.04;

/** One user's day: visits, and what is done and paid during them. */
export function liveDay(scene: Scene, user: DemoUser): void {
  const rng = rngOf(scene.params.seed, STREAM.userDay, scene.index, user.index);
  const signsUpToday = user.createdAtMs >= scene.startMs;
  if (!signsUpToday && !rng.chance(chanceToVisit(scene, user))) return;
  if (signsUpToday) scene.write.active(user, user.createdAtMs);
  const visits = 1 + rng.poisson(1.2 * weekdayLevel(scene.weekday));
  for (let visit = 0; visit < visits; visit += 1) {
    const atMs = drawMoment(scene, rng);
    if (!signsUpToday || atMs > user.createdAtMs) new Visit(scene, user, rng, atMs).run();
  }
}

function chanceToVisit(scene: Scene, user: DemoUser): number {
  const ageDays = (scene.startMs - user.createdAtMs) / MS_PER_DAY;
  const novelty = 0.82 + 0.4 * Math.exp(-ageDays / 6);
  const interest = ageDays > user.lifetimeDays ? DRIFTED_AWAY : novelty;
  return Math.min(0.98, user.propensity * interest * weekdayLevel(scene.weekday));
}

/** A stay of some minutes; every action in it happens a little after the one before. */
class Visit {
  private readonly scene: Scene;
  private readonly user: DemoUser;
  private readonly rng: Rng;
  private readonly startMs: number;
  private nowMs: number;
  private spentCenti = 0;

  constructor(scene: Scene, user: DemoUser, rng: Rng, atMs: number) {
    this.scene = scene;
    this.user = user;
    this.rng = rng;
    this.startMs = atMs;
    this.nowMs = atMs;
  }

  run(): void {
    const { rng, user } = this;
    this.scene.write.active(user, this.startMs);
    const pays = user.generosity > 0;
    for (let chats = rng.poisson(0.36); chats > 0 && this.step(6); chats -= 1) this.chat(pays);
    if (!pays) return;
    // Whoever gives a lot also comes to talk more often.
    const keen = Math.min(3, 0.65 + user.generosity / 16);
    if (rng.chance(0.085 * keen) && this.step(5)) this.call('voice');
    if (rng.chance(0.06 * keen) && this.step(5)) this.call('video');
    if (rng.chance(0.1 * keen) && this.step(4)) this.tip();
    if (rng.chance(0.011 * keen) && this.step(4)) this.book();
    if (rng.chance(0.014 * keen) && this.step(4)) this.buyTicket();
    if (rng.chance(0.012) && this.step(2)) this.boost();
    if (this.spentCenti > 0) this.topUp();
  }

  /** Lets some minutes pass; false when the day is over first. */
  private step(meanMinutes: number): boolean {
    const laterMs = this.nowMs + 1000 + Math.floor(this.rng.unit() * 2 * meanMinutes * MS_PER_MINUTE);
    if (laterMs >= this.scene.endExclusiveMs) return false;
    this.nowMs = laterMs;
    this.scene.write.active(this.user, laterMs);
    return true;
  }

  private seller(offer: 'chat' | 'voice' | 'video' | 'calendar' | 'events'): Seller | null {
    const seller = this.scene.market.pick(this.rng, offer);
    return seller?.id === this.user.id ? null : seller;
  }

  private chat(pays: boolean): void {
    const seller = this.seller('chat');
    if (seller === null) return;
    this.scene.write.chat(this.nowMs, seller.id);
    if (!pays || !this.rng.chance(0.72)) return;
    const context = this.rng.chance(seller.creator.aiShare) ? 'AI_SESSION' : 'CHAT';
    const bundles = 1 + this.rng.poisson(0.95);
    for (let bundle = 0; bundle < bundles; bundle += 1) {
      if (bundle > 0 && !this.step(4)) return;
      const tokens = this.rng.logNormal(9, 0.6) * this.user.generosity ** 0.8;
      this.spend(seller.id, context, this.rng.chance(0.1) ? Math.ceil(tokens * 100) : Math.ceil(tokens) * 100);
    }
  }

  private call(medium: 'voice' | 'video'): void {
    const seller = this.seller(medium);
    if (seller === null || !canPay(this.scene, this.nowMs)) return;
    const centiMinutes = Math.ceil(100 * Math.min(180, 0.3 + this.rng.logNormal(6, 0.8) * this.user.generosity ** 0.3));
    const ai = this.rng.chance(seller.creator.aiShare);
    this.scene.write.call(medium, this.nowMs, centiMinutes);
    const context = medium === 'voice' ? (ai ? 'AI_VOICE' : 'VOICE') : ai ? 'AI_VIDEO' : 'VIDEO';
    const rate = medium === 'voice' ? seller.creator.voiceRate : seller.creator.videoRate;
    this.spend(seller.id, context, centiMinutes * rate);
  }

  private tip(): void {
    const seller = this.seller('chat');
    if (seller === null) return;
    const tokens = Math.ceil((this.rng.pick([2, 5, 5, 10, 10, 20]) * this.user.generosity) / 2);
    this.spend(seller.id, 'TIP', tokens * 100);
  }

  /** The host gets 80 % of the price; prices are whole tokens, so this is a whole number of hundredths. */
  private book(): void {
    const seller = this.seller('calendar');
    if (seller === null || !canPay(this.scene, this.nowMs)) return;
    const centiTokens = seller.creator.bookingPrice * 80;
    const data = { hostId: seller.id, hostEarnings: fromCenti(centiTokens) };
    this.scene.write.row('calendarBookings', this.nowMs, data, [{ kind: 'booking' }, { kind: 'earn', creatorId: seller.id, centiTokens }]);
    this.spend(seller.id, 'CALENDAR', seller.creator.bookingPrice * 100);
  }

  /** The organizer gets 80 % as well. */
  private buyTicket(): void {
    const seller = this.seller('events');
    if (seller === null || !canPay(this.scene, this.nowMs)) return;
    const centiTokens = seller.creator.ticketPrice * 80;
    const data = { eventOrganizerId: seller.id, organizerEarnings: fromCenti(centiTokens) };
    this.scene.write.row('eventTickets', this.nowMs, data, [{ kind: 'ticket' }, { kind: 'earn', creatorId: seller.id, centiTokens }]);
    this.spend(seller.id, 'EVENT', seller.creator.ticketPrice * 100);
  }

  /** A more visible profile, sold by the platform itself. */
  private boost(): void {
    this.spend(PLATFORM_ACCOUNT, 'BOOST', this.rng.pick([1999, 4999, 9950]));
  }

  private spend(receiverId: string, context: SpendContext, centiTokens: number): void {
    if (!canPay(this.scene, this.nowMs)) return;
    this.scene.write.spend({ atMs: this.nowMs, payerId: this.user.id, receiverId, centiTokens, context });
    this.spentCenti += centiTokens;
    if (this.rng.chance(REFUND_CHANCE)) this.refund(receiverId, context, centiTokens);
  }

  private refund(receiverId: string, context: SpendContext, centiTokens: number): void {
    const atMs = this.nowMs + this.rng.between(3, 240) * MS_PER_MINUTE;
    if (atMs >= this.scene.endExclusiveMs) return;
    const data = { type: 'REFUND', userId: this.user.id, receiverId, amount: fromCenti(centiTokens), context };
    this.scene.write.row('walletTransactions', atMs, data);
  }

  /** Buys a pack often enough that purchases keep up with what is spent. */
  private topUp(): void {
    const pack =
      PACKS_CENTI.find((centi) => centi >= this.spentCenti) ?? Math.ceil(this.spentCenti / LARGEST_PACK_CENTI) * LARGEST_PACK_CENTI;
    if (!this.rng.chance(Math.min(1, (1.08 * this.spentCenti) / pack)) || !canPay(this.scene, this.startMs)) return;
    this.scene.write.row('walletTransactions', this.startMs, { type: 'PURCHASE', userId: this.user.id, amount: fromCenti(pack) });
  }
}
