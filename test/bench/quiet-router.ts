import { HeartbeatSchedule } from '#collector/heartbeat.ts';
import { addMessage, informationOf } from '#collector/message-events.ts';
import { RecordBuilder } from '#collector/record-builder.ts';
import { announcement, endOfRib, initiation, peerUp, statistics } from '#local/lab-messages.ts';
import type { RouterSpec } from '#local/reference-lab.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { sessionSource } from './session-source.ts';

const second = 1000;
/** Milliseconds since 1970. */
export const beganAt = 1_790_000_000_000;
const views = ['adj-rib-in-pre', 'adj-rib-in-post'] as const;

/** A router of the lab that tells all it has in its first second, and from then on that it is there: as records, by the clock of whoever asks. */
export class QuietRouter {
  readonly #builder: RecordBuilder;
  readonly #heartbeats = new HeartbeatSchedule({ idle: 60 * second, active: 15 * second, early: 0 }, beganAt);
  readonly #spec: RouterSpec;
  readonly #told = { announced: 0, withdrawn: 0, bytes: 0, messages: {}, messageBytes: {} };
  #records: Uint8Array[] = [];
  octets = 0;
  count = 0;

  constructor(spec: RouterSpec) {
    this.#spec = spec;
    this.#builder = new RecordBuilder({
      header: { routerId: spec.sysName, session: 1, collectorId: 'bench' },
      maxBytes: 200_000,
      emit: (record) => this.#emit(new Uint8Array(record)),
    });
    const { sysName, sysDescr, tlvs } = initiation(spec) as Extract<BmpMessage, { type: 'initiation' }>;
    this.#builder.add({
      kind: 'session-open',
      receivedAt: beganAt,
      ...sessionSource,
      sysName,
      sysDescr,
      information: informationOf(tlvs),
    });
    for (const session of spec.sessions) {
      this.#say(peerUp(spec, session, beganAt), beganAt);
      for (const view of views) {
        for (const route of session.routes) this.#say(announcement(spec, session, view, route, beganAt), beganAt);
        this.#say(endOfRib(session, view, beganAt), beganAt);
      }
    }
  }

  /** What it says in a second, as records. */
  second(now: number, reports: boolean): Uint8Array[] {
    if (reports) {
      for (const session of this.#spec.sessions) this.#say(statistics(session, 1, now), now);
      this.#heartbeats.activity(now);
    }
    if (this.#heartbeats.due(now))
      this.#builder.add({ kind: 'heartbeat', receivedAt: now, counters: this.#told, lastPeerUpAt: beganAt });
    this.#builder.flush();
    return this.#records.splice(0);
  }

  #say(message: BmpMessage, receivedAt: number): void {
    this.#told.bytes += 100;
    addMessage(this.#builder, message, { offset: 0, receivedAt });
  }

  #emit(record: Uint8Array): void {
    this.#records.push(record);
    this.octets += record.length;
    this.count += 1;
  }
}
