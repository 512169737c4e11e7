import { UsageError } from './exit-code.ts';

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const ago = /^(\d{1,6})([smhdw])$/;
/** RFC 3339; a day alone is its beginning, and seconds may be left out. */
const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/i;

/** What an option with a time means, as the API takes it: so long ago, or then. @throws UsageError */
export function parseMoment(option: string, text: string, now: Date = new Date()): string {
  const [, amount, unit = ''] = ago.exec(text) ?? [];
  if (amount !== undefined)
    return new Date(now.getTime() - Number(amount) * (secondsOf[unit] ?? 0) * 1000).toISOString();
  const then = new Date(text);
  if (time.test(text) && !Number.isNaN(then.getTime()) && isOfCalendar(text)) return then.toISOString();
  throw new UsageError(
    `--${option} takes 30m, 2h, 1d or a time with its zone, e.g. 2026-01-31T12:00:00Z, not '${text}'`,
  );
}

/** `Date` takes 30 February for 2 March. */
function isOfCalendar(text: string): boolean {
  const [day = ''] = text.split(/t/i);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
