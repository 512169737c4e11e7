import type { Json } from '../../json.ts';
import { flagNames } from '../../net/flag-names.ts';
import { colonHex } from '../../net/hex.ts';
import { addressLength, formatPrefix } from '../../net/prefix.ts';
import { type FlowPackets, type FlowTestsType, flowComponentTypes, ipVersionOf } from './flowspec-component-types.ts';
import type { FlowComponent, FlowPrefix, FlowTest } from './flowspec-components.ts';

/**
 * Components by name, separated by commas: `destination 10.0.0.0/24, destination-port >=8080&<=8088|=3128`.
 * `&` binds tighter than `|`. Of bits `syn+ack` wants any, `=syn+ack` all, `!` negates.
 */
export function formatFlowComponents(components: readonly FlowComponent[], packets: FlowPackets): string {
  return components
    .map((component) => `${nameOf(component, packets)} ${formatComponent(component, packets)}`)
    .join(', ');
}

export function flowComponentToJson(component: FlowComponent, packets: FlowPackets): Json {
  const { type } = component;
  const name = nameOf(component, packets);
  if ('macAddress' in component) return { type, name, macAddress: colonHex(component.macAddress) };
  if (!('tests' in component)) return { type, name, prefix: prefixText(component, packets), offset: component.offset };
  const known = testsType(component, packets);
  return { type, name, tests: component.tests.map((test) => testToJson(test, known)) };
}

function formatComponent(component: FlowComponent, packets: FlowPackets): string {
  if ('macAddress' in component) return colonHex(component.macAddress);
  if (!('tests' in component)) return formatFlowPrefix(component, packets);
  const known = testsType(component, packets);
  return component.tests
    .map((test, at) => `${at === 0 ? '' : test.and ? '&' : '|'}${formatTest(test, known)}`)
    .join('');
}

const nameOf = ({ type }: FlowComponent, packets: FlowPackets): string =>
  flowComponentTypes[packets].get(type)?.name ?? String(type);

function testsType({ type }: FlowComponent, packets: FlowPackets): FlowTestsType | undefined {
  const known = flowComponentTypes[packets].get(type);
  return known?.form === 'tests' ? known : undefined;
}

const formatFlowPrefix = (prefix: FlowPrefix, packets: FlowPackets): string =>
  prefixText(prefix, packets) + (prefix.offset > 0 ? ` offset ${prefix.offset}` : '');

/** The pattern in its place within an address. */
function prefixText({ prefixLength, offset, pattern }: FlowPrefix, packets: FlowPackets): string {
  const address = new Uint8Array(addressLength[ipVersionOf(packets)]);
  for (let bit = offset; bit < prefixLength; bit++) {
    const at = bit - offset;
    const set = ((pattern[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    address[bit >> 3] = (address[bit >> 3] ?? 0) | (set << (7 - (bit & 7)));
  }
  return formatPrefix({ address, prefixLength }, ipVersionOf(packets));
}

function formatTest(test: FlowTest, known: FlowTestsType | undefined): string {
  const operator = operatorText(test, known);
  if (operator === 'true' || operator === 'false') return operator;
  if (!known?.flags) return operator + String(test.value);
  return operator + (flagNames(Number(test.value), known.flags).join('+') || '0');
}

function testToJson(test: FlowTest, known: FlowTestsType | undefined): Json {
  const { and, value } = test;
  const shown = value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
  const said = { and, operator: operatorText(test, known), value: shown };
  return known?.flags ? { ...said, flags: flagNames(Number(value), known.flags) } : said;
}

const operatorText = ({ operator }: FlowTest, known: FlowTestsType | undefined): string =>
  known?.operators[operator & (known.operators.length - 1)] ?? '';
