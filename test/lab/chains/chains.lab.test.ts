import { afterAll, beforeAll, describe } from 'vitest';
import { skipForLackOf, tools } from '../prerequisites.ts';
import { ChainsLab } from './fixture.ts';
import { states } from './scenarios/states.ts';

const { bgpd, vtysh, ip, gobgpd, exabgp } = tools;
const skipped = skipForLackOf([bgpd, vtysh, ip, gobgpd, exabgp], { needsRoot: true });

/** One lab, one station; one scenario follows the other. */
describe.skipIf(skipped)('elements, chains and steering of several routers', () => {
  const lab = new ChainsLab();
  beforeAll(() => lab.start());
  afterAll(() => lab.stop());

  describe('as one router sees it', () => states(lab));
});
