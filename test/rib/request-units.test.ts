import { expect, test, vi } from 'vitest';
import { consistentReadUnits, eventualReadUnits, writeUnits } from '#rib/store/request-units.ts';

vi.mock('#model/keys.ts', () => ({ tableIndexes: ['by location', 'by state'] }));

test('every index of the table is written once more, and read only when it is asked', () => {
  expect(writeUnits(0)).toBe(3);
  expect(writeUnits(1500)).toBe(6);
  expect(consistentReadUnits(5000)).toBe(2);
  expect(eventualReadUnits(5000)).toBe(1);
});
