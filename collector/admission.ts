import type { Logger } from 'pino';
import { agreesWith } from '#model/identity.ts';
import type { DecodedMessage } from '#protocol/bmp/decoder.ts';
import type { Initiation } from '#protocol/bmp/messages/index.ts';
import { HoldDownGate } from './access/hold-down-gate.ts';
import { isUnlisted } from './access/known-routers.ts';
import { retryForever } from './back-off.ts';
import { type Identification, identify } from './identity.ts';
import { keptInitiation } from './kept-initiation.ts';
import type { RouteCount } from './message-counts.ts';
import { NotAdmitted } from './not-admitted.ts';
import { partitionsFor } from './peer-partitions.ts';
import { bgpIdIn } from './router-bgp-id.ts';
import type { RegisteredConnection } from './router-registry.ts';
import { RouterSession } from './router-session.ts';
import type { CollectorServices } from './services.ts';

export interface AdmissionProps {
  services: CollectorServices;
  log: Logger;
  source: string;
  sourcePort: number;
  /** In whose name its certificate was issued; null without TLS. */
  certificateName: string | null;
  connection: RegisteredConnection;
  /** Ends all tries to get hold of the router. */
  signal: AbortSignal;
  onTakenOver: () => void;
  /** Awaited before anything of the session is handed on. */
  onClaimed: (claimed: ClaimedSession) => Promise<void>;
}

/** Which session of which router a connection is. */
export interface ClaimedSession {
  routerId: string;
  session: number;
  log: Logger;
}

/** A message as it came, with what it counts for. */
export interface Arrived {
  decoded: DecodedMessage;
  receivedAt: number;
  routes: RouteCount;
}

/** What may be held back until the router is known. */
const maxHeldMessages = 64;
const maxHeldBytes = 1_048_576;

/** How long to hold messages back for the BGP identifier alone. */
const bgpIdWaitMilliseconds = 5000;

/** The way of a connection to its RouterSession: finds out who the router is, and claims it. */
export class Admission {
  readonly #props: AdmissionProps;
  readonly #holdDown: HoldDownGate;
  #held: Arrived[] = [];
  #heldBytes = 0;
  #initiation: Initiation | null = null;
  #bgpId: string | null = null;
  #waitTimer: NodeJS.Timeout | null = null;
  #waitIsOver = false;
  #settling: Promise<void> | null = null;
  /** What it was identified as, whether it may stay or not. */
  #identified: string | null = null;
  #routerId: string | null = null;
  #session: RouterSession | null = null;

  constructor(props: AdmissionProps) {
    this.#props = props;
    this.#holdDown = new HoldDownGate({
      services: props.services,
      persist: (operation, run) => this.#persist(operation, run),
    });
  }

  /** Null until the router is known and claimed. */
  get session(): RouterSession | null {
    return this.#session;
  }

  get logFields(): { router?: string } {
    return this.#identified === null ? {} : { router: this.#identified };
  }

  get hasInitiation(): boolean {
    return this.#initiation !== null;
  }

  get isFull(): boolean {
    return this.#held.length >= maxHeldMessages || this.#heldBytes >= maxHeldBytes;
  }

  /** Takes the next message. The caller takes care that `isFull` without `hasInitiation` ends the connection. */
  async offer(arrived: Arrived): Promise<void> {
    await this.#settling;
    if (this.#session !== null) return this.deliver(arrived, this.#session);
    this.#learn(arrived);
    this.#held.push(arrived);
    this.#heldBytes += arrived.decoded.length;
    const isWaiting = this.#waitTimer !== null && this.#bgpId === null && !this.isFull;
    if (this.#initiation !== null && !isWaiting) await this.#settle();
  }

  /** The way of every message once there is a session. */
  deliver(arrived: Arrived, session: RouterSession): void {
    this.#learn(arrived);
    deliver(session, arrived);
  }

  /** No more messages come: what was held back goes its way all the same. */
  async end(): Promise<void> {
    this.#waitIsOver = true;
    await this.#settling;
    if (this.#initiation !== null && this.#session === null) await this.#settle();
  }

  /** Gives the router free for other connections. */
  leave(): void {
    if (this.#waitTimer !== null) clearTimeout(this.#waitTimer);
    if (this.#routerId !== null) this.#props.services.registry.leave(this.#routerId, this.#props.connection);
  }

  #learn({ decoded: { message } }: Arrived): void {
    if (message === null) return;
    if (message.type === 'initiation') this.#initiation ??= keptInitiation(message);
    if (this.#bgpId !== null) return;
    this.#bgpId = bgpIdIn(message);
    if (this.#bgpId !== null) this.#session?.learnBgpId(this.#bgpId);
  }

  /** One at a time, whether a message, the timer or the end of the stream asks for it. */
  #settle(): Promise<void> {
    this.#settling ??= this.#identifyAndClaim().finally(() => {
      this.#settling = null;
    });
    return this.#settling;
  }

  async #identifyAndClaim(): Promise<void> {
    while (this.#session === null && this.#initiation !== null) {
      const identification = await this.#identify();
      if (identification === null) return this.#waitForBgpId();
      await this.#claim(identification, this.#initiation);
    }
  }

  /** While the router has said nothing but who it is, there is nothing to hold back, and no hurry. */
  #waitForBgpId(): void {
    if (this.#held.every(({ decoded }) => decoded.message?.type === 'initiation')) return;
    this.#waitTimer ??= setTimeout(() => {
      this.#waitIsOver = true;
      this.#settle().catch((error: unknown) => {
        if (error instanceof NotAdmitted) this.#props.connection.close(error.closing);
        // Any other failure means that the connection is being closed, and ends up there.
      });
    }, bgpIdWaitMilliseconds);
  }

  #identify(): Promise<Identification | null> {
    const { services, source, certificateName } = this.#props;
    const claimant = { sysName: this.#initiation?.sysName ?? null, source, bgpId: this.#bgpId, certificateName };
    return identify(claimant, {
      mapping: services.config.routerIds,
      readClaim: (routerId) => this.#persist('read', () => services.claims.read(routerId)),
      now: services.now,
      mayWait: !this.#waitIsOver && !this.isFull,
    });
  }

  /** Leaves `session` null when the claim has changed hands meanwhile. Throws NotAdmitted. */
  async #claim(identification: Identification, initiation: Initiation): Promise<void> {
    const { services, source, sourcePort, certificateName, signal, onTakenOver, onClaimed } = this.#props;
    const { routerId, kind, seen } = identification;
    this.#identified = routerId;
    const { sysName } = initiation;
    const unlisted = isUnlisted(services.config, { routerId, sysName, certificateName });
    const openings = await this.#holdDown.pass(seen);
    if (openings === null) return;
    const bgpId = this.#bgpId;
    // One that a newer connection has closed must not enter again: each would wait for the other to end.
    signal.throwIfAborted();
    await this.#enter(routerId);
    signal.throwIfAborted();
    const { collectorId } = services.config;
    // Of a router that has been seen before the peers stay where they are.
    const partitions = seen?.partitions ?? partitionsFor(routerId, services.config.routerPartitions);
    const shown = { source, bgpId, certified: certificateName !== null };
    const request = { routerId, ...shown, openings, partitions, collectorId, now: services.now() };
    const session = await this.#persist('open', () => services.claims.open(request, seen));
    if (session === null) return;
    const log = this.#props.log.child({ router: routerId, session });
    log.info({ identity: kind, sysName, bgpId }, 'router connected');
    if (certificateName !== null && !agreesWith(certificateName, sysName))
      log.warn({ certificateName, sysName }, 'the router calls itself other than its certificate does');
    await onClaimed({ routerId, session, log });
    const identity = { routerId, kind };
    const client = { identity, session, partitions, source, sourcePort, bgpId, certificateName, unlisted, initiation };
    this.#session = new RouterSession({ services, log, ...client, onTakenOver });
    for (const arrived of this.#held.splice(0)) deliver(this.#session, arrived);
  }

  async #enter(routerId: string): Promise<void> {
    const { services, connection } = this.#props;
    if (this.#routerId !== null && this.#routerId !== routerId) services.registry.leave(this.#routerId, connection);
    this.#routerId = routerId;
    await services.registry.enter(routerId, connection);
  }

  /** A table that does not answer makes the router wait, not go. */
  #persist<Value>(operation: string, run: () => Promise<Value>): Promise<Value> {
    const { services, log, signal } = this.#props;
    const onFailure = (error: unknown, attempt: number): void => {
      services.metrics.claimRetries.inc({ operation });
      log.warn({ err: error, operation, attempt }, 'table operation failed, will be tried again');
    };
    return retryForever(run, onFailure, signal, services.backOff);
  }
}

function deliver(session: RouterSession, { decoded, receivedAt, routes }: Arrived): void {
  session.handle(decoded, receivedAt);
  session.countRoutes(routes);
}
