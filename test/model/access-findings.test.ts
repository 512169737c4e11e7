import { beforeEach, describe, expect, it } from 'vitest';
import { RouterVoice } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

let voice: RouterVoice;
let told: ToldKnowledge;

beforeEach(() => {
  voice = new RouterVoice();
  told = new ToldKnowledge();
});

const found = (): Record<string, string> =>
  Object.fromEntries([...told.knowledge.findings.values()].map(({ kind, detail }) => [kind, detail]));
const news = (): string[] =>
  told
    .news()
    .filter(({ type }) => type.startsWith('finding.'))
    .map(({ type, data }) => `${type} ${data.kind}`);

describe('a router that is not on the list of known routers', () => {
  it('is a finding until a session of it finds it there', () => {
    told.tell(voice.open({ unlisted: true }).records());
    expect(found()).toEqual({ 'unlisted-router': 'it is not on the list of known routers' });
    told.tell(voice.lose().open({ unlisted: true }).records());
    expect(news()).toEqual(['finding.raised unlisted-router']);
    told.tell(voice.lose().open().records());
    expect(found()).toEqual({});
    expect(news()).toEqual(['finding.cleared unlisted-router']);
  });
});

describe('a router with a certificate', () => {
  const certified = { identity: 'certificate', certificateName: 'nj01emd.example.net' } as const;

  it('that calls itself what the certificate does, or nothing, is no finding', () => {
    for (const sysName of ['nj01emd', 'NJ01EMD.example.net', null])
      told.tell(voice.open({ ...certified, sysName }).records());
    expect(found()['sysname-mismatch']).toBeUndefined();
  });

  it('that calls itself something else is one', () => {
    told.tell(voice.open({ ...certified, sysName: 'md04emd' }).records());
    expect(found()['sysname-mismatch']).toBe(
      'it calls itself md04emd, and its certificate is that of nj01emd.example.net',
    );
    told.tell(voice.lose().open(certified).records());
    expect(found()['sysname-mismatch']).toBeUndefined();
  });
});

describe('a router that is held down', () => {
  it('is a finding until it is let in again', () => {
    told.tell(voice.open().lose().heldDown(600).records());
    expect(found()['flapping-router']).toMatch(
      /^held down until 2026-11-01T00:10:00\.\d{3}Z: more than 3 sessions in 60 seconds$/,
    );
    told.tell(voice.open().records());
    expect(found()).toEqual({});
    expect(news()).toEqual(['finding.raised flapping-router', 'finding.cleared flapping-router']);
  });

  it('whose session stays is one until the time is over', () => {
    told.tell(voice.open().heldDown(600).quiet(599).records());
    expect(found()).toHaveProperty('flapping-router');
    told.tell(voice.quiet(2).quiet(60).records());
    expect(found()).toEqual({});
    expect(news()).toEqual(['finding.raised flapping-router', 'finding.cleared flapping-router']);
  });

  it('is no other router for that: the same word again changes nothing', () => {
    const records = voice.open().heldDown(600).records();
    told.tell(records).tell(records.slice(1));
    expect(news()).toEqual(['finding.raised flapping-router']);
    expect(told.knowledge.router?.session).toMatchObject({ state: 'up', id: 1 });
  });
});

it('partitions of a router but the first tell nothing of who it is', () => {
  const partition = new RouterVoice('nj01emd~1');
  const unlisted = { partitions: 2, unlisted: true, certificateName: 'x', identity: 'certificate' } as const;
  told.tell(partition.open({ ...unlisted, sysName: 'nj01emd' }).records());
  expect(found()).toEqual({});
});
