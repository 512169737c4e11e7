import type { Fact } from './fact.ts';
import { type JsonObject, listOf } from './json-tree.ts';

/** Component types by ExaBGP's names, RFC 8955 §4.2.2 and RFC 8956 §3. */
const componentTypes: Record<string, number> = {
  'destination-ipv4': 1,
  'destination-ipv6': 1,
  'source-ipv4': 2,
  'source-ipv6': 2,
  protocol: 3,
  'next-header': 3,
  port: 4,
  'destination-port': 5,
  'source-port': 6,
  'tcp-flags': 9,
  fragment: 12,
};

/** Bits and numbers by ExaBGP's names. */
const values: Record<string, number> = {
  tcp: 6,
  udp: 17,
  fin: 1,
  syn: 2,
  rst: 4,
  push: 8,
  ack: 16,
  urgent: 32,
  ece: 64,
  cwr: 128,
  'dont-fragment': 1,
  'is-fragment': 2,
  'first-fragment': 4,
  'last-fragment': 8,
};

/** `{"tcp-flags": ["=rst", "cwr&!fin"], "string": …}`. A prefix of IPv6 has its offset as a third part. */
export function exabgpFlowFacts(flow: JsonObject): Fact[] {
  return Object.entries(flow).flatMap(([name, alternatives]) => {
    const type = componentTypes[name];
    if (type === undefined) return name === 'string' ? [] : [[name, JSON.stringify(alternatives)]];
    const texts = listOf(alternatives).map(String);
    return [[`component ${type}`, type <= 2 ? texts.map(prefixText).join(' ') : texts.map(testsText).join(' ')]];
  });
}

const prefixText = (text: string): string => text.split('/').slice(0, 2).join('/');

/** `cwr&!fin&!ece`: tests joined by `&`, bits by `+`. */
const testsText = (text: string): string =>
  text
    .split('&')
    .map((test, index) => `${index === 0 ? '' : '&'}${testText(test)}`)
    .join(' ');

function testText(test: string): string {
  const [, operator = '', operand = ''] = /^([<>=!]*)(.*)$/.exec(test) ?? [];
  const numbers = operand.split('+').map((name) => values[name] ?? Number(name));
  return operator + numbers.reduce((sum, number) => sum + number, 0);
}
