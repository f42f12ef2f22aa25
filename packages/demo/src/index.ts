/** A believable demo platform, generated: no I/O, no clock, the same parameters always give the same platform. */
export { type CaptureRequest, firstDayForCaptures, type HourCapture, observeCaptures } from './captures.ts';
export { cutDay, dayIndexAt, generateDay } from './generate-day.ts';
export { type DayTruth, type DemoTruth, keepTruth, type TruthKeeper, truthOf } from './truth.ts';
export type { Activity, DemoDay, DemoParams, DemoRow, EventSource, Fact, Happening, SpendPart } from './types.ts';
export { type LastActive, noteActivity, platformUsers } from './users.ts';
