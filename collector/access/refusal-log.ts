import type { Logger } from 'pino';

const windowMilliseconds = 60_000;
/** Lines in a window, of each reason. */
const linesPerWindow = 10;

interface Window {
  startedAt: number;
  lines: number;
  suppressed: number;
}

/** Logs who is turned away, up to ten a minute of each reason, so that a scan does not fill the log. Counters count them all. */
export class RefusalLog {
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `reason` is one of few. A line says how many before it were left out. */
  warn(log: Logger, reason: string, fields: Record<string, unknown>, message: string): void {
    const window = this.#windowOf(reason);
    if (window.lines >= linesPerWindow) {
      window.suppressed++;
      return;
    }
    window.lines++;
    log.warn({ ...fields, reason, ...(window.suppressed > 0 && { suppressed: window.suppressed }) }, message);
    window.suppressed = 0;
  }

  #windowOf(reason: string): Window {
    const now = this.#now();
    const known = this.#windows.get(reason);
    if (known !== undefined && now - known.startedAt < windowMilliseconds) return known;
    const window = { startedAt: now, lines: 0, suppressed: known?.suppressed ?? 0 };
    this.#windows.set(reason, window);
    return window;
  }
}
