import { describe, expect, it } from 'vitest';
import { defaultRules } from '#model/rules/default-rules.ts';
import { discoveryRules, type WrittenRules } from '#model/rules/discovery-rules.ts';
import { longestExpression, SafeExpression } from '#model/rules/expression.ts';
import { compileNaming, type NamingFacts } from '#model/rules/naming.ts';

const named = (rules: Partial<WrittenRules>, facts: Partial<NamingFacts>) =>
  compileNaming(discoveryRules.parse({ ...defaultRules, ...rules }))({
    routerId: 'pe1',
    sysName: null,
    sysDescr: null,
    information: [],
    ...facts,
  });

describe('the name of a router', () => {
  it.each([
    [{ sysName: 'nj01emd' }, { location: 'nj', deviceId: '01emd' }],
    [{ sysName: ' nj01emd ' }, { location: 'nj', deviceId: '01emd' }],
    [{ sysName: 'NJ01emd' }, { location: 'unknown', deviceId: 'NJ01emd' }],
    [{ sysName: null }, { location: 'unknown', deviceId: 'pe1' }],
    [
      { sysName: 'core', information: ['md04emd'] },
      { location: 'md', deviceId: '04emd' },
    ],
    [
      { sysName: 'nj01emd', information: ['rack 7', 'md04emd', 'la06emd'] },
      { location: 'md', deviceId: '04emd' },
    ],
  ])('%j', (facts, expected) => expect(named({}, facts)).toMatchObject(expected));

  it('is by the first expression that finds a location', () => {
    const naming = [
      '^site=(?<location>\\w+);dev=(?<device>\\w+)$',
      '(?P<location>[a-z]{3})-(?<device>\\d+)',
      '^(?<location>[a-z]*)',
    ];
    expect(named({ naming }, { information: ['site=nyc;dev=r1'] })).toMatchObject({ location: 'nyc', deviceId: 'r1' });
    expect(named({ naming }, { sysName: 'edge-bos-7' })).toMatchObject({ location: 'bos', deviceId: '7' });
  });

  it('has no device where the expression has none, and no location where it is empty', () => {
    expect(named({ naming: ['^(?<location>[a-z]{3})'] }, { sysName: 'bos7' })).toMatchObject({
      location: 'bos',
      deviceId: 'pe1',
    });
    const optional = ['^(?<location>[a-z]*)\\d+(?<device>x?)'];
    expect(named({ naming: optional }, { sysName: '77' })).toMatchObject({ location: 'unknown', deviceId: '77' });
    expect(named({ naming: optional }, { sysName: 'bos77' })).toMatchObject({ location: 'bos', deviceId: 'pe1' });
  });

  it('is what an override says of it, in part or as a whole', () => {
    const overrides = [
      { router: 'pe1', location: 'bos', vendor: 'Acme' },
      { router: 'pe2', location: 'sfo' },
    ];
    const facts = { sysName: 'nj01emd', sysDescr: 'FRRouting 8.4' };
    expect(named({ overrides }, facts)).toEqual({ location: 'bos', deviceId: '01emd', vendor: 'Acme' });
    expect(named({}, facts)).toEqual({ location: 'nj', deviceId: '01emd', vendor: 'FRRouting' });
  });

  it('is not changed by an override of its prefixes', () => {
    const overrides = [
      { router: 'pe1', location: 'bos' },
      { ignorePrefix: '10.0.0.0/8', router: 'pe1' },
    ];
    expect(named({ overrides }, { sysName: 'nj01emd' }).location).toBe('bos');
  });

  it('has the vendor of the first expression that is in sysDescr, whatever its case', () => {
    const vendors = [
      { match: 'acme .*lite', vendor: 'Acme Lite' },
      { match: '^acme', vendor: 'Acme' },
    ];
    expect(named({ vendors }, { sysDescr: 'ACME OS lite 4' }).vendor).toBe('Acme Lite');
    expect(named({ vendors }, { sysDescr: 'Acme OS 4' }).vendor).toBe('Acme');
    expect(named({ vendors }, { sysDescr: 'an Acme' }).vendor).toBeNull();
  });
});

describe('an expression', () => {
  const reasonOf = (source: string): string => {
    try {
      new SafeExpression(source, { ignoreCase: false });
    } catch (error) {
      if (error instanceof RangeError) return error.message;
    }
    return 'taken';
  };

  it('may have so many characters and no more', () => {
    expect(reasonOf('a'.repeat(longestExpression))).toBe('taken');
    expect(reasonOf('a'.repeat(longestExpression + 1))).toMatch(/has 257 characters; at most 256/);
  });

  it.each(['(?=a)b', '(?!a)b', '(?<=a)b', '(a)\\1', '(', '[z-a]', '*'])('%s is refused', (source) =>
    expect(reasonOf(source)).toMatch(/^is refused: /),
  );

  it.each(['(a{1,100}){1,100}', '((a{10}){10}){10}'])('%s comes to too much', (source) =>
    expect(reasonOf(source)).toMatch(/^is refused: /),
  );

  it.each(['^(a+)+$', '^(a|aa)+$', '^(a|a?)+$', '(.*)*(.*)*(.*)*x'])(
    '%s takes no longer for a text that it nearly matches than for any other',
    (source) => {
      const expression = new SafeExpression(source, { ignoreCase: false });
      const begin = performance.now();
      expect(expression.isIn(`${'a'.repeat(1000)}!`)).toBe(false);
      expect(performance.now() - begin).toBeLessThan(2_000);
    },
  );

  it('looks at the first 1,024 characters of a text', () => {
    const expression = new SafeExpression('b', { ignoreCase: false });
    expect(expression.isIn(`${'a'.repeat(1023)}b`)).toBe(true);
    expect(expression.isIn(`${'a'.repeat(1024)}b`)).toBe(false);
  });
});
