import { expect, test } from 'vitest';
import { publishConfigFromEnvironment } from '#functions/publish/config.ts';

test('is the table, the bus and how much to log', () => {
  expect(publishConfigFromEnvironment({ TABLE_NAME: 'table', BUS_NAME: 'bus', LOG_LEVEL: 'warn' })).toEqual({
    tableName: 'table',
    busName: 'bus',
    logLevel: 'warn',
  });
});

test.each(['TABLE_NAME', 'BUS_NAME'])('names %s where it is missing', (name) => {
  const variables = { TABLE_NAME: 'table', BUS_NAME: 'bus', [name]: undefined };
  expect(() => publishConfigFromEnvironment(variables)).toThrow(name);
});
