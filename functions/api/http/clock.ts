import { setTimeout as pause } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = { now: Date.now, wait: (milliseconds) => pause(milliseconds) };

/** RFC 3339, UTC. */
export const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();

export const timeTextOrNull = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : timeText(milliseconds);
