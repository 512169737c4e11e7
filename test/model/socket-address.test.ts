import { expect, test } from 'vitest';
import { socketAddress } from '#model/socket-address.ts';

test.each([
  ['192.0.2.1', '192.0.2.1:11019'],
  ['2001:db8::1', '[2001:db8::1]:11019'],
])('%s', (address, text) => {
  expect(socketAddress(address, 11019)).toBe(text);
});
