import { describe, expect, it } from 'vitest';
import { asPath } from '#protocol/bgp/attributes/02-as-path.ts';
import { type BgpContext, type Issue, plainContext } from '#protocol/bgp/context.ts';
import { readUpdateMessage } from '#protocol/bgp/message.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

function pathOf(flag: 2 | 4, opens: 2 | 4 | null, ...hex: string[]) {
  const session: BgpContext = {
    ...plainContext,
    fourOctetAs: flag === 4,
    fourOctetAsNegotiated: opens === null ? null : opens === 4,
  };
  const issues: Issue[] = [];
  const segments = asPath.decode(Reader.over(octets(...hex)), { session, issues });
  return { asns: segments.map(({ asns }) => asns), reasons: issues.map(({ reason }) => reason) };
}

describe('an AS path that fits one width only (FRR never sets the A flag)', () => {
  const two = ['02', '02', 'fde8', 'fde9'];
  const four = ['02', '02', '0000fde8', '0000fde9'];

  it.each([
    [2, 4, null, two, ['AS numbers of 2 octets: the A flag says 4']],
    [2, 4, 4, two, ['AS numbers of 2 octets: the A flag says 4, the OPENs 4']],
    [2, 4, 2, two, ['AS numbers of 2 octets: the A flag says 4, the OPENs 2']],
    [2, 2, 4, two, []],
    [4, 2, null, four, ['AS numbers of 4 octets: the A flag says 2']],
    [4, 2, 4, four, ['AS numbers of 4 octets: the A flag says 2, the OPENs 4']],
    [4, 4, 2, four, []],
  ] as const)('has %i octets, whatever is said: the flag %i, the OPENs %j', (_, flag, opens, hex, reasons) => {
    expect(pathOf(flag, opens, ...hex)).toEqual({ asns: [[65000, 65001]], reasons });
  });
});

describe('an AS path that fits both widths', () => {
  /** A sequence of two and a set of one in two octets; a sequence of two in four. */
  const either = ['02', '02', 'fde8', 'fde9', '01', '01', 'fdea'];
  const asTwo = [[65000, 65001], [65002]];
  const asFour = [[0xfde8fde9, 0x0101fdea]];

  it.each([
    [4, null, asFour],
    [4, 4, asFour],
    [2, null, asTwo],
    [2, 2, asTwo],
  ] as const)('has what the flag says, %i, where the OPENs do not contradict: %j', (flag, opens, asns) => {
    expect(pathOf(flag, opens, ...either)).toEqual({ asns, reasons: [] });
  });

  it('has two octets where flag and OPENs disagree', () => {
    expect(pathOf(4, 2, ...either)).toEqual({
      asns: asTwo,
      reasons: ['AS numbers of 2 octets: the A flag says 4, the OPENs 2'],
    });
    expect(pathOf(2, 4, ...either)).toEqual({ asns: asTwo, reasons: [] });
  });

  it('has four where two would make it hold AS 0', () => {
    expect(pathOf(4, 2, '02', '03', '0000fde8', '00000202', '0000fdea')).toEqual({
      asns: [[65000, 514, 65002]],
      reasons: [],
    });
  });

  it('is empty without a word', () => expect(pathOf(4, 2)).toEqual({ asns: [], reasons: [] }));
});

describe('a message above 4,096 octets', () => {
  const routes = '200a000001'.repeat(820);
  const length = 23 + routes.length / 2;
  const message = ['ff'.repeat(16), length.toString(16).padStart(4, '0'), '02', '0000', '0000', routes];
  const reasons = (maximumMessageLength: number) => {
    const update = readUpdateMessage(Reader.over(octets(...message), 100), { ...plainContext, maximumMessageLength });
    return update.issues.filter(({ code }) => code === null);
  };

  it('is noted where no OPEN has the capability', () => {
    expect(reasons(4096)).toEqual([
      { code: null, reason: `message of ${length} octets without the capability for it`, outcome: 'note', offset: 100 },
    ]);
  });

  it('is nothing special otherwise', () => expect(reasons(65535)).toEqual([]));
});
