import { UsageError } from './exit-code.ts';

const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Octets of `16M`, `512K` or a plain number. @throws UsageError */
export function octetsOfSize(option: string, text: string): number {
  const { number = '', unit = '' } = /^(?<number>\d{1,12})(?<unit>[KMG]?)$/i.exec(text)?.groups ?? {};
  if (number === '') throw new UsageError(`--${option} is a size such as 16M or 512K, not '${text}'`);
  return Number(number) * (units[unit.toUpperCase()] ?? 1);
}
