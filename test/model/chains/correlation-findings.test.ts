import { describe, expect, it } from 'vitest';
import { duplicatePrefixes } from '#model/chains/duplicate-prefixes.ts';
import { fewComplete } from '#model/chains/few-complete.ts';
import { elementOf, flapping, rulesWith, service } from './elements.ts';

describe('the same service prefix at two locations', () => {
  const at = (location: string, address = service('11.11.11.1/32')) =>
    elementOf({ id: `${location}-element`, location, services: { trust: [address] } });

  it('is a finding that names both', () => {
    expect(duplicatePrefixes([at('nj'), at('md')])).toEqual([
      {
        kind: 'duplicate-service-prefix',
        subject: 'trust~11.11.11.1/32',
        detail: 'trust 11.11.11.1/32 is at several locations: md-element (md), nj-element (nj)',
      },
    ]);
  });

  it('is none in one location, in two VPNs, in two roles or where one is not live', () => {
    const inVpn = (rd: string) => service('11.11.11.1/32', { family: 'vpnv4', routeDistinguisher: rd });
    const asUntrust = elementOf({ location: 'md', services: { untrust: ['11.11.11.1/32'] } });
    expect(duplicatePrefixes([at('nj'), { ...at('nj'), id: 'other' }])).toEqual([]);
    expect(duplicatePrefixes([at('nj', inVpn('65000:1')), at('md', inVpn('65000:2'))])).toEqual([]);
    expect(duplicatePrefixes([at('nj'), asUntrust])).toEqual([]);
    expect(duplicatePrefixes([at('nj'), at('md', service('11.11.11.1/32', { live: false }))])).toEqual([]);
  });

  it('names ten places at most', () => {
    const [finding] = duplicatePrefixes(Array.from({ length: 15 }, (_, index) => at(`l${index}`)));
    expect(finding?.detail).toMatch(/ and 5 more$/);
  });
});

describe('a location with too few complete elements', () => {
  const rules = rulesWith({
    locations: [{ code: 'nj', minComplete: 2 }, { code: 'md' }, { code: 'la', minComplete: 1 }],
  });

  it('is a finding, also where there is none at all', () => {
    const elements = [elementOf({ id: 'a' }), elementOf({ id: 'b', ...flapping('complete') }), elementOf({ id: 'c' })];
    expect(fewComplete(elements, rules)).toEqual([
      { kind: 'few-complete-elements', subject: 'la', detail: '0 of 0 elements are complete; at least 1 should be' },
    ]);
    expect(fewComplete(elements.slice(0, 2), rules)).toMatchObject([
      { subject: 'nj', detail: '1 of 2 elements are complete; at least 2 should be' },
      { subject: 'la' },
    ]);
  });
});
