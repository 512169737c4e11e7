import { expect, test } from 'vitest';
import { routeOf } from './routing.ts';

const routes = ['ANY /v1/{proxy+}', 'GET /v1/health', 'GET /v1/{proxy+}', 'GET /token/v1/{proxy+}'].map((key) => ({
  key,
  authorization: 'NONE',
  functionName: 'api',
}));

test.each([
  ['GET', '/v1/health', 'GET /v1/health'],
  ['GET', '/v1/elements/a', 'GET /v1/{proxy+}'],
  ['PUT', '/v1/health', 'ANY /v1/{proxy+}'],
  ['GET', '/token/v1/elements', 'GET /token/v1/{proxy+}'],
])('%s %s goes to the most specific route', (method, path, key) => {
  expect(routeOf(routes, method, path)?.key).toBe(key);
});

test('what no route is for goes nowhere', () => {
  expect(routeOf(routes, 'GET', '/')).toBeNull();
  expect(routeOf(routes, 'GET', '/v1')).toBeNull();
  expect(routeOf(routes, 'PUT', '/token/v1/elements')).toBeNull();
});
