import type { Logger } from 'pino';
import type { Identity } from '#model/identity.ts';
import type { SessionCounters } from '#model/record.ts';
import type { DecodedMessage } from '#protocol/bmp/decoder.ts';
import type { Initiation } from '#protocol/bmp/messages/index.ts';
import type { PlainRoutes } from '#protocol/bmp/plain-routes.ts';
import { retryForever } from './back-off.ts';
import { boundedText } from './bounded-text.ts';
import { HeartbeatSchedule } from './heartbeat.ts';
import type { PlainCount, RouteCount } from './message-counts.ts';
import { addMessage, addUndecodable, informationOf } from './message-events.ts';
import { RouterRecords } from './router-records.ts';
import type { CollectorServices } from './services.ts';

export interface RouterSessionProps {
  services: CollectorServices;
  log: Logger;
  identity: Identity;
  session: number;
  /** Over how many partitions its peers are spread. */
  partitions: number;
  source: string;
  sourcePort: number;
  bgpId: string | null;
  /** In whose name its certificate was issued; null without TLS. */
  certificateName: string | null;
  /** There is a list of known routers, and it is not on it. */
  unlisted: boolean;
  initiation: Initiation;
  /** Called once when a newer session of this router has been claimed elsewhere. */
  onTakenOver: () => void;
}

/** How a session ended. */
export interface Loss {
  reason: string;
  /** RFC 7854 §4.5, where the router gave one. */
  terminationReason: number | null;
  /** The station ended it, for reasons of its own. */
  byStation: boolean;
}

const tickMilliseconds = 1000;

/** What a connection is once its router is known and claimed: from messages to published records, with heartbeats. */
export class RouterSession {
  readonly #props: RouterSessionProps;
  readonly #records: RouterRecords;
  readonly #heartbeats: HeartbeatSchedule;
  readonly #counters: SessionCounters = { messages: {}, messageBytes: {}, bytes: 0, announced: 0, withdrawn: 0 };
  #flushTimer: NodeJS.Timeout | null = null;
  readonly #tickTimer: NodeJS.Timeout;
  #bgpId: string | null;
  #claimBeatAt: number;
  #lastPeerUpAt: number | null = null;

  constructor(props: RouterSessionProps) {
    const { services, log, identity, session, partitions, bgpId } = props;
    const { config, metrics, now } = services;
    this.#props = props;
    this.#bgpId = bgpId;
    this.#records = new RouterRecords({ services, log, routerId: identity.routerId, session, partitions });
    // Somewhere in the interval: routers that come at the same moment, as after a deploy, do not beat at the same moment for ever.
    this.#claimBeatAt = now() - Math.random() * config.heartbeatSeconds * 1000;
    const idle = config.heartbeatSeconds * 1000;
    const intervals = { idle, active: config.activeHeartbeatSeconds * 1000, early: Math.random() * idle };
    this.#heartbeats = new HeartbeatSchedule(intervals, now());
    this.#tickTimer = setInterval(() => this.#tick(), tickMilliseconds);
    metrics.sessions.inc();
    this.#open();
  }

  get hasRoom(): boolean {
    return this.#records.hasRoom;
  }

  room(): Promise<void> {
    return this.#records.room();
  }

  handle(decoded: DecodedMessage, receivedAt: number): void {
    const { offset, length, message } = decoded;
    this.#count(message?.type ?? 'undecodable', 1, length);
    if (message?.type === 'peer-up') this.#lastPeerUpAt = receivedAt;
    for (const builder of this.#records.hearing(message)) {
      if (decoded.message === null) addUndecodable(builder, decoded, { offset, receivedAt });
      else addMessage(builder, decoded.message, { offset, receivedAt });
    }
    this.#active(receivedAt);
  }

  /** Route Monitoring of the plainest kind; `countPlain` has to follow before anything is waited for. */
  handlePlain(plain: PlainRoutes, receivedAt: number): void {
    this.#records.of(plain.peer).addPlainRoutes(plain, receivedAt);
  }

  countPlain({ messages, octets, routes }: PlainCount): void {
    this.#count('route-monitoring', messages, octets);
    this.#counters.announced += routes;
    this.#active(this.#props.services.now());
  }

  #active(at: number): void {
    this.#heartbeats.activity(at);
    this.#flushSoon();
  }

  #count(type: string, count: number, octets: number): void {
    const { messages, messageBytes } = this.#counters;
    messages[type] = (messages[type] ?? 0) + count;
    messageBytes[type] = (messageBytes[type] ?? 0) + octets;
    this.#counters.bytes += octets;
  }

  countRoutes({ announced, withdrawn }: RouteCount): void {
    this.#counters.announced += announced;
    this.#counters.withdrawn += withdrawn;
  }

  /** The router's BGP identifier became known after the claim. */
  learnBgpId(bgpId: string): void {
    this.#bgpId = bgpId;
    void this.#beatClaim();
  }

  /** Publishes all there is, what it came to and the loss, then closes the claim. */
  async lose({ reason, terminationReason, byStation }: Loss): Promise<void> {
    const { services, identity, session } = this.#props;
    clearInterval(this.#tickTimer);
    services.metrics.sessions.dec();
    this.#addHeartbeat();
    this.#records.add({ kind: 'session-lost', receivedAt: services.now(), reason, terminationReason });
    this.#flush();
    await this.#records.drained();
    try {
      await retryForever(
        () => services.claims.close(identity.routerId, session, services.now(), byStation),
        (error) => this.#claimFailed('close', error),
        services.abandon,
        services.backOff,
      );
    } catch {
      // Logged and counted at each try; the claim goes stale by its heartbeat.
    }
  }

  #open(): void {
    const { services, identity, partitions, source, sourcePort, bgpId, initiation } = this.#props;
    const { certificateName, unlisted } = this.#props;
    this.#records.add({
      kind: 'session-open',
      receivedAt: services.now(),
      source,
      sourcePort,
      sysName: boundedText(initiation.sysName),
      sysDescr: boundedText(initiation.sysDescr),
      information: informationOf(initiation.tlvs),
      bgpId,
      partitions,
      identity: identity.kind,
      certificateName,
      unlisted,
    });
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#records.isEmpty) return;
    this.#flushTimer ??= setTimeout(() => this.#flush(), this.#props.services.config.batchMilliseconds);
  }

  #flush(): void {
    if (this.#flushTimer !== null) clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
    this.#records.flush();
  }

  #tick(): void {
    const { now, config } = this.#props.services;
    // With the publisher behind, a heartbeat would only wait behind what proves the same.
    if (this.hasRoom && this.#heartbeats.due(now())) this.#beatStream();
    if (now() - this.#claimBeatAt < config.heartbeatSeconds * 1000) return;
    this.#claimBeatAt = now();
    void this.#beatClaim();
  }

  #beatStream(): void {
    this.#addHeartbeat();
    this.#flushSoon();
  }

  #addHeartbeat(): void {
    const counters = structuredClone(this.#counters);
    const lastPeerUpAt = this.#lastPeerUpAt;
    this.#records.add({ kind: 'heartbeat', receivedAt: this.#props.services.now(), counters, lastPeerUpAt });
  }

  async #beatClaim(): Promise<void> {
    const { services, identity, session, onTakenOver } = this.#props;
    try {
      const ours = await services.claims.heartbeat(identity.routerId, session, this.#bgpId, services.now());
      if (!ours) onTakenOver();
    } catch (error) {
      this.#claimFailed('heartbeat', error);
    }
  }

  #claimFailed(operation: string, error: unknown): void {
    const { services, log } = this.#props;
    services.metrics.claimRetries.inc({ operation });
    log.warn({ err: error, operation }, 'table operation failed, will be tried again');
  }
}
