import type { Fact } from './fact.ts';
import { tsharkLinkStateFacts } from './link-state-facts.ts';
import { flowTestText, type NlriText } from './nlri-facts.ts';
import type { OctetsOf, PdmlField } from './pdml.ts';

/** One NLRI that is more than a prefix: its fields below one, or as many as there are in a row. */
export function tsharkNlri(fields: readonly PdmlField[], octetsOf: OctetsOf): NlriText {
  const [first] = fields;
  const facts = factReaders[first?.name ?? '']?.(fields, octetsOf) ?? [];
  return {
    text: routeTargetText(first) ?? fields.map(({ position, size }) => octetsOf(position, size)).join(''),
    facts,
  };
}

/** A route target (RFC 4684 §4) is said to lie behind its length in bits (1). */
function routeTargetText(field: PdmlField | undefined): string | null {
  if (field?.child('bgp.originating_as') === undefined) return null;
  return Number(field.child('bgp.prefix_length')?.show).toString(16).padStart(2, '0') + field.value;
}

/** Fields that follow one another without one above them; a second one of the first's name begins another NLRI. */
export function isFlat({ name }: PdmlField): boolean {
  return /^bgp\.(vpls|mcast_vpn_nlri)/.test(name);
}

const factReaders: Record<string, (fields: readonly PdmlField[], octetsOf: OctetsOf) => Fact[]> = {
  'bgp.vplsad.length': (fields) => fields.flatMap(({ name, show }) => factOf(vplsNames[name], show)),
  'bgp.evpn.nlri': ([nlri]) => evpnFacts(nlri?.fields ?? []),
  'bgp.ls.nlri': ([nlri], octetsOf) => (nlri === undefined ? [] : tsharkLinkStateFacts(nlri, octetsOf)),
  'bgp.flowspec_nlri': ([nlri]) => (nlri?.children('bgp.flowspec_nlri.filter') ?? []).map(componentFact),
};

const factOf = (name: string | undefined, value: string): Fact[] => (name === undefined ? [] : [[name, value]]);

/** A label base is shown with its bottom-of-stack bit in words. */
const vplsNames: Record<string, string> = {
  'bgp.vplsad.rd': 'routeDistinguisher',
  'bgp.vplsbgp.ce_id': 'veId',
  'bgp.vplsbgp.labelblock.offset': 'veBlockOffset',
  'bgp.vplsbgp.labelblock.size': 'veBlockSize',
};

const evpn = 'bgp.evpn.nlri.';
const evpnNames: Record<string, string> = {
  [`${evpn}rt`]: 'routeType',
  [`${evpn}esi`]: 'ethernetSegmentIdentifier',
  [`${evpn}etag`]: 'ethernetTagId',
  [`${evpn}mac_addr`]: 'macAddress',
  [`${evpn}prefix_len`]: 'prefixLength',
  [`${evpn}ipv4.gtw_addr`]: 'gatewayAddress',
  [`${evpn}ipv6.gtw_addr`]: 'gatewayAddress',
  [`${evpn}or_addr_ipv4`]: 'originatingRouterAddress',
  [`${evpn}or_addr_ipv6`]: 'originatingRouterAddress',
  [`${evpn}mpls_ls1`]: 'label',
  [`${evpn}mpls_ls2`]: 'label',
  [`${evpn}vni`]: 'vni',
};

/** What the address of a route type is, RFC 7432 §7 and RFC 9136 §3.1. */
const addressNames: Record<string, string> = {
  2: 'ipAddress',
  3: 'originatingRouterAddress',
  4: 'originatingRouterAddress',
  5: 'prefix',
};

function evpnFacts(fields: readonly PdmlField[]): Fact[] {
  const routeType = fields.find(({ name }) => name === `${evpn}rt`)?.show ?? '';
  return fields.flatMap((field) => {
    if (/\.ip(v6)?\.addr$/.test(field.name)) return factOf(addressNames[routeType], field.show);
    if (field.name === `${evpn}rd`) return factOf('routeDistinguisher', / \((.*)\)$/.exec(field.label)?.[1] ?? '');
    return factOf(evpnNames[field.name], field.show);
  });
}

const flow = 'bgp.flowspec_nlri.';

/** A component is a prefix, or operators each before its value. */
function componentFact(component: PdmlField): Fact {
  const name = `component ${component.child(`${flow}filter_type`)?.show}`;
  const prefix = component.fields.find(
    (field) => field.child('bgp.prefix_length') ?? field.child(`${flow}ipv6_pref_length`),
  );
  if (prefix !== undefined) return [name, prefix.show];
  const operators = component.children(`${flow}opflags`);
  const values = component.fields.filter((field) => /\.(dec_val_\d+|val_\w+(\.flags)?)$/.test(field.name));
  return [name, operators.map((operator, index) => testText(operator, values[index])).join(' ')];
}

function testText(operator: PdmlField, value: PdmlField | undefined): string {
  const isSet = (bit: string): boolean => operator.child(`${flow}op.${bit}`)?.show === '1';
  const isBitmask = operator.child(`${flow}op.flg_match`) !== undefined;
  const bits: readonly [string, string][] = isBitmask
    ? [
        ['flg_not', '!'],
        ['flg_match', '='],
      ]
    : [
        ['lt', '<'],
        ['gt', '>'],
        ['equal', '='],
      ];
  const text = bits.map(([bit, sign]) => (isSet(bit) ? sign : '')).join('');
  const operatorText = isBitmask ? text : (numericOperators[text] ?? text);
  return flowTestText(isSet('and'), operatorText, Number(value?.show));
}

/** All three bits hold always, none never; RFC 8955 §4.2.1.1. */
const numericOperators: Record<string, string> = { '': 'false', '<>': '!=', '<>=': 'true' };
