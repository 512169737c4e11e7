import { afterAll, beforeAll, describe } from 'vitest';
import { skipForLackOf, tools } from '../prerequisites.ts';
import { LabFixture } from './fixture.ts';
import { discovery } from './scenarios/discovery.ts';
import { elementEvents } from './scenarios/element-events.ts';
import { killInDump } from './scenarios/kill-in-dump.ts';
import { managementPath } from './scenarios/management-path.ts';
import { peLost } from './scenarios/pe-lost.ts';
import { stationDown } from './scenarios/station-down.ts';

const skipped = skipForLackOf([tools.bgpd, tools.vtysh, tools.ip, tools.ss], { needsRoot: true });

/** One lab, one station. Groups on different PEs run side by side; within a group one scenario follows the other. */
describe.skipIf(skipped)('reference lab on FRR', () => {
  const lab = new LabFixture();
  beforeAll(() => lab.start());
  afterAll(() => lab.stop());

  describe('as it stands', () => discovery(lab));

  describe.concurrent('at nj01emd', () => {
    describe('an element', { concurrent: false }, () => {
      elementEvents(lab);
      killInDump(lab);
    });
  });
  describe.concurrent('at md04emd', () => {
    describe('the path to the station', { concurrent: false }, () => managementPath(lab));
  });
  describe.concurrent('at la06emd', () => {
    describe('the PE', { concurrent: false }, () => peLost(lab));
  });

  describe('at all three', () => stationDown(lab));
});
