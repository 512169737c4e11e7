import type { Topology } from '#model/api-chain-rows.ts';
import { paintState } from '../terminal.ts';
import { cellText } from './columns.ts';

type Node = Topology['nodes'][number];

interface Branch {
  node: Node;
  /** What the edges to it say: addresses of peers, roles. */
  labels: readonly string[];
}

/** What nothing leads to, and below each what edges lead to. What is at two routers stands below both, and not below the location, too. */
export function topologyTree({ nodes, edges }: Topology, colour: boolean): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const atRouters = new Set(edges.filter(({ kind }) => kind === 'session').map(({ to }) => to));
  const shown = edges.filter(({ kind, to }) => kind !== 'contains' || !atRouters.has(to));
  const edgesFrom = Map.groupBy(shown, ({ from }) => from);
  const below = ({ id }: Node): Branch[] =>
    [...Map.groupBy(edgesFrom.get(id) ?? [], ({ to }) => to)].flatMap(([to, leading]) => {
      const node = byId.get(to);
      return node === undefined ? [] : [{ node, labels: leading.map(({ label }) => label) }];
    });

  function* linesOf(branches: readonly Branch[], indent: string, above: readonly Node[]): Generator<string> {
    for (const [index, { node, labels }] of branches.entries()) {
      const isLast = index === branches.length - 1;
      yield `${indent}${isLast ? '└─ ' : '├─ '}${nodeText(node, labels, colour)}\n`;
      if (!above.includes(node)) yield* linesOf(below(node), `${indent}${isLast ? '   ' : '│  '}`, [...above, node]);
    }
  }

  const led = new Set(edges.map(({ to }) => to));
  return nodes
    .filter(({ id }) => !led.has(id))
    .map((root) => `${nodeText(root, [], colour)}\n${[...linesOf(below(root), '', [root])].join('')}`)
    .join('');
}

function nodeText({ kind, label, state }: Node, labels: readonly string[], colour: boolean): string {
  const name = cellText(label);
  const told = labels.filter((text) => text !== '').map(cellText);
  const shownState = state === null ? '' : `  ${colour ? paintState(cellText(state)) : cellText(state)}`;
  if (kind === 'service') return `${[...told, name].join(' ')}${shownState}`;
  return `${name}${shownState}${told.length === 0 ? '' : `  (${told.join(', ')})`}`;
}
