import { exitCodes, UsageError } from '../exit-code.ts';
import { vendorGuides } from '../router-config/index.ts';
import { targetOf } from '../router-config/target.ts';
import type { Command, Options } from './command.ts';

export const routerConfig: Command = {
  words: ['router-config'],
  summary: 'the configuration that has a router send BMP to a station; needs no station',
  parameters: [],
  options: {
    vendor: { summary: 'of the router', value: 'VENDOR', choices: vendorGuides.map(({ vendor }) => vendor) },
    station: { summary: 'where the station listens (port 11019 unless given)', value: 'ADDR[:PORT]' },
    name: { summary: 'what the router calls the station (default bmpaas)', value: 'NAME' },
    asn: { summary: 'AS number of the router, where its configuration needs it', value: 'ASN' },
    'source-interface': { summary: 'where the connection leaves the router: interface or address', value: 'SOURCE' },
    vrf: { summary: 'VRF or routing instance in which the station is reached', value: 'VRF' },
    'sys-name': { summary: 'what the router shall call itself, where BMP has a setting for it', value: 'NAME' },
  },
  formats: ['text'],
  async run({ options, terminal }) {
    const vendor = required(options, 'vendor');
    const guide = vendorGuides.find((candidate) => candidate.vendor === vendor);
    if (guide === undefined) throw new UsageError(`--vendor: '${vendor}' is not known`);
    const target = targetOf(guide, {
      station: required(options, 'station'),
      name: options.text('name'),
      asn: options.text('asn'),
      source: options.text('source-interface'),
      vrf: options.text('vrf'),
      sysName: options.text('sys-name'),
    });
    await terminal.write(`${guide.snippet(target).join('\n')}\n`);
    return exitCodes.ok;
  },
};

function required(options: Options, name: string): string {
  const value = options.text(name);
  if (value === undefined) throw new UsageError(`router-config: --${name} is missing`);
  return value;
}
