import { beforeAll, describe, expect, it } from 'vitest';
import { peers, ToldRouter } from '../../rib/told-router.ts';
import { ToldApi } from './told-api.ts';

const [peer, other] = peers;
const text = (time: number): string => new Date(time).toISOString();
const hour = 3_600_000;

/** Three states of one router, an hour apart, the second of them compacted. */
class Hours {
  readonly router = new ToldRouter();
  readonly api = new ToldApi(this.router.store, () => this.router.voice.now);
  readonly ends: number[] = [];

  async live(): Promise<this> {
    const { voice } = this.router;
    voice.announce(peer, '10.0.0.0/8', [], 'adj-rib-in-pre', { med: 1 }).announce(other, '10.0.0.0/8', []);
    await this.end();
    voice.announce(peer, '10.0.0.0/8', [], 'adj-rib-in-pre', { med: 2 }).announce(peer, '10.1.0.0/16', []);
    await this.end();
    await this.router.compact();
    voice.withdraw(peer, '10.1.0.0/16').peerDown(other);
    await this.end();
    return this;
  }

  async end(): Promise<void> {
    await this.router.ingest();
    this.ends.push(this.router.voice.now);
    this.router.voice.quiet(3600);
    await this.router.ingest();
  }

  at = (index: number): string => text(this.ends[index] ?? 0);
}

let hours: Hours;
beforeAll(async () => {
  hours = await new Hours().live();
});

describe('at', () => {
  const told = async (query: string): Promise<string[]> =>
    (await hours.api.rows(`/v1/rib/ipv4-unicast/routes?router=pe1${query}`)).map(
      ({ prefix, peer: { address }, attributes: { med } }) => `${prefix} ${address} ${med ?? '-'}`,
    );

  it('shows the table as it was, on either side of a compaction', async () => {
    expect(await told('')).toEqual(['10.0.0.0/8 192.0.2.1 2']);
    expect(await told(`&at=${hours.at(2)}`)).toEqual(['10.0.0.0/8 192.0.2.1 2']);
    expect(await told(`&at=${hours.at(1)}`)).toEqual([
      '10.0.0.0/8 192.0.2.1 2',
      '10.0.0.0/8 2001:db8::2 -',
      '10.1.0.0/16 192.0.2.1 -',
    ]);
    expect(await told(`&at=${hours.at(0)}`)).toEqual(['10.0.0.0/8 192.0.2.1 1', '10.0.0.0/8 2001:db8::2 -']);
  });

  it('takes any offset from UTC', async () => {
    const shifted = text(Date.parse(hours.at(0)) + 2 * hour).replace('Z', '%2B02:00');
    expect(await told(`&at=${shifted}`)).toEqual(await told(`&at=${hours.at(0)}`));
  });

  it('goes with look-ups of every kind', async () => {
    const lookedUp = async (query: string): Promise<string[]> =>
      (await hours.api.rows(`/v1/rib/ipv4-unicast/lookup?${query}`)).map(
        ({ prefix, routes }) => `${prefix} ${routes.length}`,
      );
    expect(await lookedUp(`ip=10.1.2.3&at=${hours.at(1)}`)).toEqual(['10.1.0.0/16 1']);
    expect(await lookedUp(`ip=10.1.2.3&at=${hours.at(2)}`)).toEqual(['10.0.0.0/8 1']);
    expect(await lookedUp(`ip=10.1.2.3&match=covering&at=${hours.at(1)}`)).toEqual(['10.0.0.0/8 2', '10.1.0.0/16 1']);
    expect(await lookedUp(`prefix=10.0.0.0/8&match=covered&at=${hours.at(0)}`)).toEqual(['10.0.0.0/8 2']);
    expect(await lookedUp(`prefix=10.1.0.0/16&at=${hours.at(0)}`)).toEqual([]);
  });

  it('goes with differences', async () => {
    const [left, right] = ['pe1:192.0.2.1:adj-rib-in-pre', 'pe1:2001:db8::2:adj-rib-in-pre'];
    const differing = async (query: string) => {
      const { data } = await hours.api.json(`/v1/rib/ipv4-unicast/diff?left=${left}&right=${right}${query}`);
      return [data.onlyLeft, data.onlyRight, data.changed].map(({ length }) => length);
    };
    expect(await differing('')).toEqual([1, 0, 0]);
    expect(await differing(`&at=${hours.at(1)}`)).toEqual([1, 0, 1]);
    expect(await differing(`&at=${hours.at(0)}`)).toEqual([0, 0, 1]);
  });

  it('is what an answer says to be as of', async () => {
    const { meta } = await hours.api.json(`/v1/rib/ipv4-unicast/lookup?ip=10.1.2.3&at=${hours.at(0)}`);
    expect(meta.appliedAt).toBe(hours.at(0));
    const now = await hours.api.json('/v1/rib/ipv4-unicast/lookup?ip=10.1.2.3');
    expect(now.meta.appliedAt).toBe(text(hours.router.voice.now));
  });

  it('reaches as far back as is kept', async () => {
    const api = new ToldApi(hours.router.store, () => hours.router.voice.now, { retention: hour });
    const path = '/v1/rib/ipv4-unicast/lookup?ip=10.1.2.3&at=';
    const { now } = hours.router.voice;
    expect((await api.get(path + text(now - hour))).status).toBe(200);
    expect((await api.get(path + text(now - hour - 1))).status).toBe(422);
    expect((await api.get(path + text(now + 1))).status).toBe(422);
  });
});
