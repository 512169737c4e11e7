import { views } from '#model/views.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { targetOf } from './target.ts';
import type { VendorGuide } from './vendor-guide.ts';

const exampleStation = '192.0.2.10';

export const pageName = ({ vendor }: VendorGuide): string => `${vendor}.md`;

/** One vendor's page of docs/routers. */
export function pageOf(guide: VendorGuide): string {
  const { vendor, name, since, where, facts, verify, documentation, uncertain, onRouter } = guide;
  return lines(
    `# ${name}`,
    written(`${vendor}.ts`),
    `From ${since}.`,
    '## Configuration',
    `\`bmpaas router-config --vendor ${vendor} --station ${exampleStation}\` prints, for ${where}:`,
    ['```', ...guide.snippet(targetOf(guide, { station: exampleStation })), '```'],
    optionsOf(guide),
    '## Views',
    table(
      ['view', 'fed'],
      views.map((view) => [view, fed(guide, view)]),
    ),
    '## What to know',
    bullets(facts),
    '## Look at it on the router',
    table(
      ['command', 'shows'],
      verify.map(({ command, shows }) => [`\`${command}\``, shows]),
    ),
    '## How sure this is',
    onRouter === null
      ? 'No router of this vendor has run here; it is all from documentation:'
      : `On a real router here: ${onRouter} The rest is from documentation:`,
    bullets([...documentation.map(({ title, url }) => `[${title}](<${url}>)`)]),
    ...(uncertain.length === 0 ? [] : ['Uncertain:', bullets(uncertain)]),
  );
}

/** README.md of docs/routers. */
export function indexPage(guides: readonly VendorGuide[]): string {
  return lines(
    '# Routers',
    'How a router is told to send BMP to a station, what it then feeds, and what is known of its ways. `bmpaas router-config` prints the configurations.',
    written('.'),
    table(
      ['router', 'from', ...views, 'seen here'],
      guides.map((guide) => [
        `[${guide.name}](${pageName(guide)})`,
        guide.since,
        ...views.map((view) => (guide.views[view] === undefined ? '' : 'yes')),
        guide.onRouter === null ? 'from documentation' : 'on a real router',
      ]),
    ),
    'A view that a router can feed may need a newer release or a line more: its page says which.',
  );
}

function optionsOf({ takes }: VendorGuide): string {
  const host = takes.hostName ? 'an address or a host name' : 'an address';
  const options = [
    ...(takes.asn ? ['`--asn` puts in the AS number of the router'] : []),
    ...(takes.source === null ? [] : [`\`--source-interface\` takes an ${takes.source} of the router`]),
    ...(takes.vrf ? ['`--vrf` names where the station is reached'] : []),
    ...(takes.sysName ? ['`--sys-name` is what the router calls itself'] : []),
  ];
  return [`The station is ${host}.`, ...options.map((option) => `${option}.`)].join(' ');
}

function fed({ views: known }: VendorGuide, view: View): string {
  return known[view] ?? 'no';
}

const written = (file: string): string =>
  `<!-- Written by \`npm run router-pages\` from cli/router-config/${file === '.' ? '' : file}. -->`;

const bullets = (items: readonly string[]): string[] => items.map((item) => `- ${item}`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)];
}

/** Blocks with an empty line between. */
function lines(...blocks: readonly (string | readonly string[])[]): string {
  return `${blocks.map((block) => (typeof block === 'string' ? block : block.join('\n'))).join('\n\n')}\n`;
}
