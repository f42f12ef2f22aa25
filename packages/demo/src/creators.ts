import type { Rng } from './random.ts';

/** What a creator can sell. */
const OFFERS = ['chat', 'voice', 'video', 'calendar', 'events'] as const;
export type Offer = (typeof OFFERS)[number];

export interface CreatorProfile {
  /** How much demand the creator draws; heavy-tailed, from 1. */
  readonly popularity: number;
  /** Share of that demand by offer; zero for what the creator does not sell. */
  readonly mix: Readonly<Record<Offer, number>>;
  /** Share of chats and calls that the creator's AI double takes, 0..1. */
  readonly aiShare: number;
  /** Whole tokens per minute. */
  readonly voiceRate: number;
  readonly videoRate: number;
  /** Whole tokens, so that 80 % of them has no more than one decimal. */
  readonly bookingPrice: number;
  readonly ticketPrice: number;
}

const SPECIALITIES: readonly Readonly<Record<Offer, number>>[] = [
  { chat: 1, voice: 0, video: 0, calendar: 0, events: 0 },
  { chat: 0.8, voice: 0.2, video: 0, calendar: 0, events: 0 },
  { chat: 0.45, voice: 0.55, video: 0, calendar: 0, events: 0 },
  { chat: 0.5, voice: 0.1, video: 0.4, calendar: 0, events: 0 },
  { chat: 0.35, voice: 0, video: 0.65, calendar: 0, events: 0 },
  { chat: 0.3, voice: 0.1, video: 0.1, calendar: 0.5, events: 0 },
  { chat: 0.4, voice: 0, video: 0, calendar: 0.1, events: 0.5 },
  { chat: 0.4, voice: 0.2, video: 0.2, calendar: 0.1, events: 0.1 },
];

export function drawCreator(rng: Rng): CreatorProfile {
  return {
    popularity: rng.pareto(1.1, 40),
    mix: rng.pick(SPECIALITIES),
    aiShare: rng.chance(0.4) ? 0.2 + 0.6 * rng.unit() : 0,
    voiceRate: rng.between(3, 9),
    videoRate: rng.between(6, 18),
    bookingPrice: 5 * rng.between(8, 60),
    ticketPrice: 5 * rng.between(3, 24),
  };
}

/** A creator as a seller. */
export interface Seller {
  readonly id: string;
  readonly createdAtMs: number;
  readonly creator: CreatorProfile;
}

/** Picks creators by demand, offer by offer. */
export class Market {
  readonly sellers: readonly Seller[];
  private readonly cumulative: Readonly<Record<Offer, readonly number[]>>;

  constructor(sellers: readonly Seller[]) {
    this.sellers = sellers;
    this.cumulative = Object.fromEntries(OFFERS.map((offer) => [offer, demandFor(sellers, offer)])) as Record<Offer, number[]>;
  }

  /** A seller of the offer, or null when nobody sells it. */
  pick(rng: Rng, offer: Offer): Seller | null {
    const cumulative = this.cumulative[offer];
    const total = cumulative.at(-1) ?? 0;
    const target = rng.unit() * total;
    if (total === 0) return null;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return this.sellers[low] ?? null;
  }
}

function demandFor(sellers: readonly Seller[], offer: Offer): number[] {
  let sum = 0;
  return sellers.map(({ creator }) => {
    sum += creator.popularity * creator.mix[offer];
    return sum;
  });
}
