import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { RulesDocument, RulesEffect } from '#model/api-chain-rows.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { since } from './chain-rows.ts';

/** Rules as the API gives and takes them. */

export const rulesPath = '/v1/discovery-rules';

export const document = (version: number, behind: string[] = []): RulesDocument => ({
  version,
  writtenAt: version === 0 ? null : since,
  comment: version === 0 ? null : 'new site',
  author: version === 0 ? null : 'arn:aws:iam::123456789012:user/ops',
  rules: defaultRules,
  applied: { routers: 3 - behind.length, behind },
});

export const noEffect: RulesEffect = {
  comparedWith: 3,
  routers: 1,
  partial: false,
  skipped: [],
  counts: { appear: 0, vanish: 0, change: 0 },
  locations: [],
  announcements: [],
  elements: [],
  groups: [],
  chains: [],
  findings: [],
  truncated: false,
};

export const effect: RulesEffect = {
  ...noEffect,
  routers: 3,
  counts: { appear: 1, vanish: 1, change: 1 },
  announcements: [{ id: 'nj01emd~a1', router: 'nj01emd', from: { role: 'untrust', prefix: 'x' }, to: null }],
  elements: [
    {
      id: 'nj01emd~sc1',
      router: 'nj01emd',
      from: { state: 'complete', missing: [], services: { trust: ['a'], untrust: ['b'] }, location: 'nj' },
      to: { state: 'half-open', missing: ['untrust'], services: { trust: ['a'] }, location: 'nj' },
    },
  ],
  findings: [{ id: 'unmatched-role~a1', router: 'nj01emd', from: null, to: { severity: 'warning' } }],
};

export const effectText = [
  '- announcement nj01emd~a1  role untrust, prefix x',
  '~ element nj01emd~sc1  state complete -> half-open, missing none -> untrust, services untrust b -> none',
  '+ finding unmatched-role~a1 at nj01emd  severity warning',
  '1 would appear, 1 vanish, 1 change against version 3 at 3 routers',
];

export const faults = [
  { parameter: 'roles.1.nam', detail: 'is not known here; did you mean name?', suggestion: 'name' },
  { parameter: 'roles.1.role', detail: 'is missing' },
  { parameter: 'pairing.0.strategy', detail: 'is no strategy', suggestion: 'fqdn' },
];

export const faultyYaml = 'roles:\n  - name: a\n    role: b\n  - nam: c\npairing:\n  - strategy: fqdm\n';

/** With what `name` is in front. */
export const faultLines = (name: string): string[] => [
  `${name}:4: roles.1.nam: is not known here; did you mean name?`,
  `${name}:4: roles.1.role: is missing`,
  `${name}:6: pairing.0.strategy: is no strategy; did you mean fqdn?`,
];

const folder = mkdtempSync(join(tmpdir(), 'bmpaas-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of that name, which goes away behind the tests. */
export function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
