import type { ChainRow, GroupRow } from '#model/api-chain-rows.ts';
import type { LocationRow } from '#model/api-rows.ts';
import { readAll } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import { readCurrentRules } from '../../rules-book.ts';
import type { Endpoints } from '../http/endpoint.ts';
import { matches } from '../http/matching.ts';
import { rowsOf } from '../http/paging.ts';
import { Problem } from '../http/problem.ts';
import { servedPeers } from '../routers/served-peers.ts';
import { chainRows } from './chain-rows.ts';
import { groupRows } from './group-rows.ts';
import { readElements } from './known-elements.ts';
import { locationRows } from './locations.ts';
import { silentRouters } from './silent-routers.ts';
import { topologyOf } from './topology.ts';

/** What is built of elements. Its states are made of the elements when it is asked for, and so are never behind them. */
export const composedEndpoints = {
  async listChains({ store }, { query, page }) {
    const chains = (await readChains(store)).filter(
      ({ state, location, origin }) =>
        matches(query.state, state) && matches(query.location, location) && matches(query.origin, origin),
    );
    return rowsOf(chains, idOf, itself, page);
  },

  async getChain({ store }, { parameters }) {
    const chain = (await readChains(store)).find(({ id }) => id === parameters.id);
    if (!chain) throw new Problem('not-found', `There is no chain ${parameters.id}.`);
    return { data: chain };
  },

  async listGroups({ store }, { query, page }) {
    const groups = (await readGroups(store)).filter(({ state }) => matches(query.state, state));
    return rowsOf(groups, idOf, itself, page);
  },

  async getGroup({ store }, { parameters }) {
    const group = (await readGroups(store)).find(({ id }) => id === parameters.id);
    if (!group) throw new Problem('not-found', `There is no group ${parameters.id}.`);
    return { data: group };
  },

  async listLocations({ store }, { query: { fewerCompleteThan }, page }) {
    const locations = (await readLocations(store)).filter(
      ({ elements }) => fewerCompleteThan === undefined || (elements.complete ?? 0) < fewerCompleteThan,
    );
    return rowsOf(locations, ({ code }) => code, itself, page);
  },

  async getLocation({ store }, { parameters }) {
    const location = (await readLocations(store)).find(({ code }) => code === parameters.code);
    if (!location) throw new Problem('not-found', `There is no location ${parameters.code}.`);
    return { data: location };
  },

  async getTopology({ store }, { query }) {
    const [{ rules }, { whole: elements }, routers, peers, announcements] = await Promise.all([
      readCurrentRules(store),
      readElements(store),
      readAll(store, 'router'),
      readAll(store, 'peer'),
      readAll(store, 'announcement'),
    ]);
    const served = servedPeers(peers, routers);
    return { data: topologyOf({ rules, routers, peers: served, elements, announcements }, query.location) };
  },
} satisfies Partial<Endpoints>;

const idOf = ({ id }: { id: string }): string => id;
const itself = <Row>(row: Row): Row => row;

async function readChains(store: Store): Promise<ChainRow[]> {
  const [{ rules }, { whole: elements }, steering, routers, stored] = await Promise.all([
    readCurrentRules(store),
    readElements(store),
    readAll(store, 'steering'),
    readAll(store, 'router'),
    readAll(store, 'chain'),
  ]);
  return chainRows({ rules, elements, steering, silentRouters: silentRouters(routers), stored });
}

async function readGroups(store: Store): Promise<GroupRow[]> {
  const [{ rules }, { whole }, stored] = await Promise.all([
    readCurrentRules(store),
    readElements(store),
    readAll(store, 'group'),
  ]);
  return groupRows(rules, whole, stored);
}

async function readLocations(store: Store): Promise<LocationRow[]> {
  const [{ rules }, { whole: elements }, routers, announcements] = await Promise.all([
    readCurrentRules(store),
    readElements(store),
    readAll(store, 'router'),
    readAll(store, 'announcement'),
  ]);
  return locationRows({ routers, elements, announcements }, rules.locations);
}
