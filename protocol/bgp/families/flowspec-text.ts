import type { Json } from '../../json.ts';
import { flagNames } from '../../net/flag-names.ts';
import { addressLength, formatPrefix } from '../../net/prefix.ts';
import type { FlowTestsType } from './flowspec-component-types.ts';
import {
  type FlowComponent,
  type FlowPrefix,
  type FlowTest,
  flowComponentTypes,
  type IpVersion,
} from './flowspec-components.ts';

/**
 * Components by name, separated by commas: `destination 10.0.0.0/24, destination-port >=8080&<=8088|=3128`.
 * `&` binds tighter than `|`. Of bits `syn+ack` wants any, `=syn+ack` all, `!` negates.
 */
export function formatFlowComponents(components: readonly FlowComponent[], version: IpVersion): string {
  return components
    .map((component) => `${nameOf(component, version)} ${formatComponent(component, version)}`)
    .join(', ');
}

export function flowComponentToJson(component: FlowComponent, version: IpVersion): Json {
  const { type } = component;
  const name = nameOf(component, version);
  if (!('tests' in component)) return { type, name, prefix: prefixText(component, version), offset: component.offset };
  const known = testsType(component, version);
  return { type, name, tests: component.tests.map((test) => testToJson(test, known)) };
}

function formatComponent(component: FlowComponent, version: IpVersion): string {
  if (!('tests' in component)) return formatFlowPrefix(component, version);
  const known = testsType(component, version);
  return component.tests
    .map((test, at) => `${at === 0 ? '' : test.and ? '&' : '|'}${formatTest(test, known)}`)
    .join('');
}

const nameOf = ({ type }: FlowComponent, version: IpVersion): string =>
  flowComponentTypes[version].get(type)?.name ?? String(type);

function testsType({ type }: FlowComponent, version: IpVersion): FlowTestsType | undefined {
  const known = flowComponentTypes[version].get(type);
  return known?.form === 'tests' ? known : undefined;
}

const formatFlowPrefix = (prefix: FlowPrefix, version: IpVersion): string =>
  prefixText(prefix, version) + (prefix.offset > 0 ? ` offset ${prefix.offset}` : '');

/** The pattern in its place within an address. */
function prefixText({ prefixLength, offset, pattern }: FlowPrefix, version: IpVersion): string {
  const address = new Uint8Array(addressLength[version]);
  for (let bit = offset; bit < prefixLength; bit++) {
    const at = bit - offset;
    const set = ((pattern[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
    address[bit >> 3] = (address[bit >> 3] ?? 0) | (set << (7 - (bit & 7)));
  }
  return formatPrefix({ address, prefixLength }, version);
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
