import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Reason, withReasons } from '#infra/security/reasons.ts';
import type { Statement } from '#infra/security/statements.ts';
import { freshSecurityPage, securityOfAll, securityPage } from './security-page.ts';

const facts = securityOfAll();
const { openings, statements } = facts;
const allowed = statements.filter(({ effect }) => effect === 'Allow');
const ofIdentities = allowed.filter(({ kind }) => kind !== 'resource policy');

describe('docs/security.md', () => {
  test('says what the templates say (else run: npm run security-page)', () => {
    expect(readFileSync(securityPage, 'utf8')).toBe(freshSecurityPage(facts));
  });

  test('has every statement with a reason', () => {
    expect(statements.length).toBeGreaterThan(40);
    expect(statements.filter(({ why }) => why === '')).toEqual([]);
  });
});

describe('what anyone may do', () => {
  test('no identity may do an action with a wildcard', () => {
    expect(ofIdentities.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('no resource is every resource but where AWS knows none', () => {
    const everywhere = ofIdentities
      .filter(({ resources }) => resources.includes('*'))
      .flatMap(({ actions }) => actions);
    expect([...new Set(everywhere)].sort()).toEqual([
      'dynamodb:ListStreams',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ecr:GetAuthorizationToken',
    ]);
  });

  test('nobody makes or passes roles, reads all secrets, or deletes what holds state', () => {
    const actions = allowed.flatMap((statement) => statement.actions);
    for (const action of actions) expect(action).not.toMatch(/^(iam|sts|organizations|cloudformation):/);
    const deleting = actions.filter((action) => /:(Delete|Scan|Purge|Stop|Terminate)/.test(action));
    expect([...new Set(deleting)]).toEqual(['ec2:DeleteNetworkInterface']);
  });

  test('nobody outside the account has anything, and what is not TLS has no archive', () => {
    const principals = allowed.flatMap(({ principal }) => (principal === null ? [] : [principal]));
    for (const principal of principals) expect(principal).toMatch(/^([a-z]+\.amazonaws\.com|iam:root)$/);
    const refusing = statements.filter(({ effect }) => effect === 'Deny');
    expect(refusing.map(({ holder }) => holder)).toContain('State/Archive/Bucket');
    for (const { condition } of refusing) expect(condition).toBe('Bool aws:SecureTransport: false');
  });
});

describe('who may connect', () => {
  test('from outside routers only, to the load balancer only', () => {
    const outside = openings.filter(({ from }) => !/^(Service\/|\d)/.test(from));
    expect(new Set(outside.map(({ from, to }) => `${from} ${to}`))).toEqual(
      new Set(['routers (`sourceCidrs`) Service/LoadBalancer']),
    );
  });

  test('to the collector the load balancer only', () => {
    const toCollector = openings.filter(({ to }) => to === 'Service/Collector');
    expect(new Set(toCollector.map(({ from }) => from))).toEqual(new Set(['Service/LoadBalancer']));
  });

  test('nothing is open to everyone', () => {
    expect(openings.filter(({ from }) => /^(0\.0\.0\.0\/0|::\/0)$/.test(from))).toEqual([]);
  });
});

describe('a reason', () => {
  const statement: Statement = {
    holder: 'Service/New/FunctionRole',
    kind: 'role',
    principal: null,
    effect: 'Allow',
    actions: ['s3:GetObject'],
    resources: ['State/Archive/Bucket/captures/*'],
    condition: '',
  };
  const reason: Reason = { holder: /New/, actions: ['s3:GetObject'], why: 'reads captures', wide: 'names are of time' };

  test('is wanted of every statement', () => {
    expect(() => withReasons([statement], [])).toThrow('Service/New/FunctionRole: s3:GetObject on');
    expect(withReasons([statement], [reason])).toMatchObject([{ why: 'reads captures', wide: 'names are of time' }]);
  });

  test('is of every action of it', () => {
    const more = { ...statement, actions: ['s3:GetObject', 's3:PutObject'] };
    expect(() => withReasons([more], [reason])).toThrow('0 reasons');
  });

  test('is one', () => {
    expect(() => withReasons([statement], [reason, { ...reason }])).toThrow('2 reasons');
  });

  test('says why there is a wildcard', () => {
    const { wide: _, ...narrow } = reason;
    expect(() => withReasons([statement], [narrow])).toThrow('a wildcard without a reason');
  });

  test('is of something', () => {
    expect(() => withReasons([], [reason])).toThrow('a reason of nothing');
  });
});
