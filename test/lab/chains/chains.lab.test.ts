import { afterAll, beforeAll, describe } from 'vitest';
import { skipForLackOf, tools } from '../prerequisites.ts';
import { ChainsLab } from './fixture.ts';
import { chains } from './scenarios/chains.ts';
import { controllerExample } from './scenarios/controller.ts';
import { flapping } from './scenarios/flapping.ts';
import { rulesThatChange } from './scenarios/rules.ts';
import { severalRouters } from './scenarios/several-routers.ts';
import { states } from './scenarios/states.ts';
import { steering } from './scenarios/steering.ts';
import { twoHomes } from './scenarios/two-homes.ts';

const { bgpd, vtysh, ip, gobgpd, exabgp } = tools;
const skipped = skipForLackOf([bgpd, vtysh, ip, gobgpd, exabgp], { needsRoot: true });

/** One lab, one station; one scenario follows the other. */
describe.skipIf(skipped)('elements, chains and steering of several routers', () => {
  const lab = new ChainsLab();
  beforeAll(() => lab.start());
  afterAll(() => lab.stop());

  describe('as one router sees it', () => states(lab));
  describe('as others hear of it', () => severalRouters(lab));
  describe('by rules that change', () => rulesThatChange(lab));
  describe('with two homes', () => twoHomes(lab));
  describe('in groups and chains', () => chains(lab));
  describe('as what traffic is led to', () => steering(lab));
  describe('that flap', () => flapping(lab));
  describe('in the eyes of a controller', () => controllerExample(lab));
});
