import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BusEntry } from '#functions/publish/event-bus.ts';
import type { PlatformEvent } from '#model/events.ts';
import { eventOf, idOf, invocation, Publishing, type Reply } from './publishing.ts';
import { MortalStore } from './watched-store.ts';

/** Commits, each with the subjects of its events. */
const feed = fc.array(
  fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'), { minLength: 1, maxLength: 24 }),
  {
    maxLength: 6,
  },
);

const refusals = fc.array(fc.constantFrom(null, 'InternalFailure: '), { minLength: 10, maxLength: 10 });
const refusedReply = fc.oneof(
  { weight: 3, arbitrary: refusals },
  fc.constant<Reply>('unreachable'),
  fc.constant<Reply>([]),
);

/** How many of the commits are appended before each trigger, and what calls of the publisher it makes at once. */
const triggers = fc.array(
  fc.record({
    commits: fc.nat({ max: 2 }),
    atOnce: fc.integer({ min: 1, max: 3 }),
    milliseconds: fc.nat({ max: 50_000 }),
  }),
  { maxLength: 8 },
);

/** Gives all events ids in their order. */
function commitsOf(subjects: string[][]): PlatformEvent[][] {
  let count = 0;
  return subjects.map((ofCommit) =>
    ofCommit.map((subject) => {
      count += 1;
      return eventOf(`e${count}`, subject);
    }),
  );
}

const idsBySubject = (events: readonly { id: string; subject: string }[]) =>
  new Map([...Map.groupBy(events, ({ subject }) => subject)].map(([subject, of]) => [subject, of.map(({ id }) => id)]));

const seen = (taken: readonly BusEntry[]) =>
  taken.map((entry) => ({ id: idOf(entry), subject: entry.resources[0] ?? '' }));

/** Another minute for as long as there is anything to do. */
async function publishToTheEnd(publishing: Publishing): Promise<void> {
  publishing.bus.replies.length = 0;
  for (let minutes = 0; ; minutes += 1) {
    expect(minutes).toBeLessThan(10);
    if (!(await publishing.publish()).more) return;
    publishing.time += 60_000;
  }
}

test('without a death each event is taken once, and those of a subject in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      feed,
      fc.array(refusedReply, { maxLength: 40 }),
      triggers,
      fc.scheduler(),
      async (subjects, replies, moments, scheduler) => {
        const publishing = new Publishing();
        const commits = commitsOf(subjects);
        const waiting = [...commits];
        publishing.bus.replies.push(...replies);
        for (const { commits: count, atOnce, milliseconds } of moments) {
          for (const commit of waiting.splice(0, count)) await publishing.append(...commit);
          publishing.time += milliseconds;
          const runs = Array.from({ length: atOnce }, () => publishing.publish(interleaved(publishing, scheduler)));
          await scheduler.waitFor(Promise.allSettled(runs));
        }
        for (const commit of waiting) await publishing.append(...commit);
        await publishToTheEnd(publishing);
        const events = commits.flat();
        expect(publishing.bus.ids.toSorted()).toEqual(events.map(({ id }) => id).toSorted());
        expect(idsBySubject(seen(publishing.bus.taken))).toEqual(idsBySubject(events));
      },
    ),
    { numRuns: 400 },
  );
});

/** A process whose every word with table and bus may wait for those of others. */
function interleaved(publishing: Publishing, scheduler: fc.Scheduler) {
  const store = new MortalStore(publishing.store);
  store.before = async () => scheduler.schedule(Promise.resolve());
  store.after = async () => scheduler.schedule(Promise.resolve());
  return publishing.publisher(store);
}

/** After how many words with table or bus a process is killed, and whether before or after it has been heard. */
const deaths = fc.array(fc.record({ after: fc.nat({ max: 30 }), heard: fc.boolean() }), { maxLength: 6 });

test('with deaths each is taken at least once, and what one death repeats is of one batch of ten', async () => {
  await fc.assert(
    fc.asyncProperty(feed, fc.array(refusedReply, { maxLength: 20 }), deaths, async (subjects, replies, ends) => {
      const publishing = new Publishing();
      const events = commitsOf(subjects);
      publishing.bus.replies.push(...replies);
      for (const commit of events) await publishing.append(...commit);
      const takenAt = [0];
      for (const end of ends) {
        await publishing.publish(mortal(publishing, end)).catch(() => {});
        takenAt.push(publishing.bus.taken.length);
        publishing.time += invocation + 5_000;
      }
      await publishToTheEnd(publishing);
      const order = events.flat().map(({ id }) => id);
      const { ids } = publishing.bus;
      expect([...new Set(ids)].toSorted()).toEqual(order.toSorted());
      for (const [run, from] of takenAt.entries()) {
        const before = new Set(ids.slice(0, from));
        const repeated = ids.slice(from, takenAt[run + 1]).filter((id) => before.has(id));
        expect(new Set(repeated).size).toBe(repeated.length);
        const places = repeated.map((id) => order.indexOf(id));
        expect(Math.max(...places, 0) - Math.min(...places, order.length)).toBeLessThan(10);
      }
    }),
    { numRuns: 400 },
  );
});

function mortal(publishing: Publishing, { after, heard }: { after: number; heard: boolean }) {
  const store = new MortalStore(publishing.store);
  let left = after;
  const speak = () => {
    left -= 1;
    if (left < 0) store.isDead = true;
    if (store.isDead) throw new Error('the process was killed');
  };
  store[heard ? 'after' : 'before'] = speak;
  const bus = {
    async put(entries: readonly BusEntry[]) {
      if (!heard || store.isDead) speak();
      const outcomes = await publishing.bus.put(entries);
      if (heard) speak();
      return outcomes;
    },
  };
  return publishing.publisher(store, bus);
}
