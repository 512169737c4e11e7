import type { CapturedFile } from '#model/control.ts';
import type { CaptureDestination, CaptureFile } from './destination.ts';
import { captureFileName } from './file-name.ts';
import type { Batch } from './message-queue.ts';
import type { Preamble } from './session-opening.ts';

export interface CaptureFilesProps {
  destination: CaptureDestination;
  routerId: string;
  captureId: string;
  session: number;
  /** Octets of a file and how many are kept, as asked for. */
  fileBytes: number;
  files: number;
  /** Those of earlier sessions. */
  earlier: readonly CapturedFile[];
  /** Told of a file that was lost when it was closed. */
  onLost(file: CapturedFile, error: unknown): void;
}

interface OpenFile {
  about: CapturedFile;
  file: CaptureFile;
}

/** The files of a capture in one session, each of which can be read by itself; the oldest make room for new ones. */
export class CaptureFiles {
  readonly #props: CaptureFilesProps;
  readonly #fileBytes: number;
  readonly #kept: number;
  #list: CapturedFile[];
  #current: OpenFile | null = null;
  #closing: Promise<void> = Promise.resolve();
  /** A batch was lost behind the last file. */
  #gap = false;

  /** As many octets as asked for, in more files where the destination wants smaller ones. */
  constructor(props: CaptureFilesProps) {
    this.#props = props;
    this.#fileBytes = Math.min(props.fileBytes, props.destination.largestFile);
    this.#kept = Math.ceil((props.fileBytes * props.files) / this.#fileBytes);
    this.#list = [...props.earlier];
  }

  get list(): CapturedFile[] {
    return this.#list.map((file) => ({ ...file }));
  }

  /** Rejects where the destination fails; the batch is in no file then. */
  async append(batch: Batch): Promise<void> {
    const { about, file } = await this.#fileFor(batch);
    try {
      await file.append(batch.octets);
    } catch (error) {
      this.#gap = true;
      await this.close();
      throw error;
    }
    about.bytes += batch.octets.length;
    about.messages += batch.messages;
    about.lastAt = batch.lastAt;
  }

  async save(): Promise<void> {
    await this.#current?.file.save();
  }

  /** Resolves when all files are closed, or lost. */
  async close(): Promise<void> {
    this.#closeCurrent();
    await this.#closing;
  }

  /** After a gap a new one: its preamble says what the gap may have hidden. */
  async #fileFor(batch: Batch): Promise<OpenFile> {
    const isFull =
      this.#current !== null &&
      this.#current.about.messages > 0 &&
      this.#current.about.bytes + batch.octets.length > this.#fileBytes;
    if (this.#current !== null && batch.follows && !isFull) return this.#current;
    // One file is closed while the next is written, and no more.
    await this.#closing;
    this.#closeCurrent();
    this.#current = await this.#open(batch);
    return this.#current;
  }

  async #open({ preamble, firstAt, follows }: Batch): Promise<OpenFile> {
    const { routerId, captureId, session } = this.#props;
    const last = this.#list.at(-1);
    const number = (last?.number ?? 0) + 1;
    const name = captureFileName(routerId, captureId, (number - 1) % this.#kept);
    const file = await this.#create(name, preamble);
    const about: CapturedFile = {
      number,
      name,
      session,
      bytes: preamble.octets,
      preambleBytes: preamble.octets,
      missingPeerUps: preamble.missingPeerUps,
      follows: follows && !this.#gap && last?.session === session,
      messages: 0,
      firstAt,
      lastAt: firstAt,
    };
    this.#list = [...this.#list, about].slice(-this.#kept);
    this.#gap = false;
    return { about, file };
  }

  async #create(name: string, { messages, octets }: Preamble): Promise<CaptureFile> {
    try {
      const file = await this.#props.destination.create(name);
      if (octets > 0) await file.append(Buffer.concat(messages));
      return file;
    } catch (error) {
      this.#gap = true;
      throw error;
    }
  }

  #closeCurrent(): void {
    const open = this.#current;
    if (open === null) return;
    this.#current = null;
    this.#closing = open.file.close().catch((error: unknown) => {
      this.#list = this.#list.filter((file) => file !== open.about);
      this.#props.onLost(open.about, error);
    });
  }
}
