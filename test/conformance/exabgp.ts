import type { Json } from '#protocol/json.ts';
import { exabgpFlowFacts } from './exabgp-flow.ts';
import type { Fact } from './fact.ts';
import { type JsonObject, listOf, objectOf, parseJson } from './json-tree.ts';
import { exabgpLinkStateFacts } from './link-state-facts.ts';
import { Reading, routeText } from './reading.ts';
import type { SingleMessage } from './single-messages.ts';

/** ExaBGP's reading of a BGP message, or of an NLRI alone. */
export function exabgpReading({ open, json }: SingleMessage): Reading {
  const reading = new Reading();
  const root = objectOf(parseJson(withWholeNumbers(json)));
  const { neighbor } = root;
  reading.add('message', open ? 'peer-up' : 'route-monitoring');
  if (open) addOpen(reading, objectOf(objectOf(neighbor).open));
  else if (neighbor === undefined) addRoutes(reading, 'announced', '16388/71', [root]);
  else addUpdate(reading, objectOf(objectOf(objectOf(neighbor).message).update));
  return reading;
}

/** Numbers that JSON.parse would round become text. */
const withWholeNumbers = (json: string): string => json.replaceAll(/: (\d{16,})(?=[,} ])/g, ': "$1"');

function addOpen(reading: Reading, { version, asn, hold_time, router_id, capabilities }: JsonObject): void {
  for (const side of ['sent OPEN ', 'received OPEN ']) {
    const open = reading.under(side).add('version', `${version}`).add('as', `${asn}`);
    open.add('hold time', `${hold_time}`).add('bgp id', `${router_id}`);
    open.add('capability code', ...Object.keys(objectOf(capabilities)));
  }
}

const families: Record<string, string> = {
  'ipv4 unicast': '1/1',
  'ipv4 mpls-vpn': '1/128',
  'ipv4 flow': '1/133',
  'ipv6 flow': '2/133',
  'ipv4 sr-policy': '1/73',
  'l2vpn evpn': '25/70',
  'bgp-ls bgp-ls': '16388/71',
};

function addUpdate(reading: Reading, { attribute, announce, withdraw }: JsonObject): void {
  addAttributes(reading, objectOf(attribute));
  for (const [name, byNextHop] of Object.entries(objectOf(announce))) {
    const family = families[name] ?? name;
    for (const [nextHop, routes] of Object.entries(objectOf(byNextHop))) {
      addRoutes(reading, 'announced', family, listOf(routes));
      if (nextHop !== 'no-nexthop') reading.add(`next hop ${family}`, nextHop);
    }
  }
  for (const [name, routes] of Object.entries(objectOf(withdraw)))
    addRoutes(reading, 'withdrawn', families[name] ?? name, listOf(routes));
}

function addAttributes(reading: Reading, attributes: JsonObject): void {
  const { origin, med } = attributes;
  if (origin !== undefined) reading.add('origin', `${origin}`);
  for (const segment of Object.values(objectOf(attributes['as-path']))) {
    const { element, value } = objectOf(segment);
    reading.add('as path', `${`${element}`.replace(/^as-/, '')} ${listOf(value).join(' ')}`);
  }
  if (med !== undefined) reading.add('med', `${med}`);
  for (const [name, field] of plainAttributes) {
    const value = attributes[field];
    if (value !== undefined) reading.add(name, ...(Array.isArray(value) ? value : [value]).map(String));
  }
  const extended = listOf(attributes['extended-community']).map((community) => objectOf(community).value);
  reading.add('extended communities', ...extended.map((value) => BigInt(`${value}`).toString(16).padStart(16, '0')));
}

/** Our name and ExaBGP's. */
const plainAttributes = [
  ['local preference', 'local-preference'],
  ['originator id', 'originator-id'],
  ['cluster list', 'cluster-list'],
] as const;

function addRoutes(reading: Reading, side: 'announced' | 'withdrawn', family: string, routes: readonly Json[]): void {
  for (const [index, route] of routes.entries()) {
    const name = `${side} ${family}`;
    for (const [fact, value] of factsOf(family, objectOf(route))) reading.add(`${name} [${index}] ${fact}`, value);
    const { nlri, raw, rd, label } = objectOf(route);
    const labels = listOf(label).map((entry) => `${listOf(entry)[0]}`);
    const routeDistinguisher = typeof rd === 'string' ? rd : null;
    if (typeof raw === 'string') reading.add(name, raw.toLowerCase());
    else if (typeof nlri === 'string')
      reading.add(name, routeText({ prefix: nlri, pathId: null, routeDistinguisher, labels }, side === 'announced'));
  }
}

function factsOf(family: string, fields: JsonObject): Fact[] {
  if (family.endsWith('/133')) return exabgpFlowFacts(fields);
  if (family === '25/70') return evpnFacts(fields);
  if (family === '16388/71') return exabgpLinkStateFacts(fields);
  if (family !== '1/73') return [];
  return ['distinguisher', 'color', 'endpoint'].map((name) => [name, `${fields[name]}`]);
}

/** An ethernet segment identifier of zeros is `-`; addresses of link layers are in upper case. */
function evpnFacts({ code, parsed, rd, esi, mac, ip, label, ...fields }: JsonObject): Fact[] {
  const facts: Fact[] = [['routeType', `${code}`]];
  if (parsed !== true) return facts;
  facts.push(['routeDistinguisher', `${rd}`], ['ethernetTagId', `${fields['ethernet-tag']}`]);
  facts.push(['ethernetSegmentIdentifier', esi === '-' ? '00:00:00:00:00:00:00:00:00:00' : `${esi}`.toLowerCase()]);
  if (mac !== undefined) facts.push(['macAddress', `${mac}`.toLowerCase()]);
  if (ip !== undefined) facts.push(['ipAddress', `${ip}`]);
  return [...facts, ...listOf(label).map((entry): Fact => ['label', `${listOf(entry)[0]}`])];
}
