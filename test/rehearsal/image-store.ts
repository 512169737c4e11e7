import { join } from 'node:path';
import * as z from 'zod';
import { runProgram } from './program.ts';

const inspected = z.object({
  FromImageID: z.string(),
  Docker: z.object({
    config: z.object({
      User: z.string(),
      Env: z.array(z.string()).nullable(),
      Cmd: z.array(z.string()),
      WorkingDir: z.string(),
      StopSignal: z.string().optional(),
    }),
  }),
});

export interface Image {
  /** Of its configuration, hexadecimal. */
  id: string;
  user: string;
  environment: readonly string[];
  command: readonly string[];
  workingDirectory: string;
  stopSignal: string;
}

/** Images in a folder, built without an engine: buildah, as root. */
export class ImageStore {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  async buildah(args: readonly string[], cwd = this.directory): Promise<string> {
    const { directory } = this;
    const store = ['--root', join(directory, 'store'), '--runroot', join(directory, 'run'), '--storage-driver', 'vfs'];
    const output = await runProgram('buildah', [...store, ...args], { cwd, timeoutMilliseconds: 120_000 });
    return output.trim();
  }

  /** From a folder with a Dockerfile, whose base must be here. @returns what was said of it */
  async build(folder: string, options: readonly string[]): Promise<string> {
    const settings = ['--isolation', 'chroot', '--pull-never', '--format', 'docker'];
    return await this.buildah(['bud', ...settings, ...options], folder);
  }

  /** Rejects when there is no image of that name. */
  async inspect(name: string): Promise<Image> {
    const { FromImageID: id, Docker } = inspected.parse(
      JSON.parse(await this.buildah(['inspect', '--type', 'image', name])),
    );
    const { User, Env, Cmd, WorkingDir, StopSignal } = Docker.config;
    return {
      id,
      user: User,
      environment: Env ?? [],
      command: Cmd,
      workingDirectory: WorkingDir,
      stopSignal: StopSignal ?? 'SIGTERM',
    };
  }

  /** @returns the folder that holds the files of a fresh container of the image */
  async filesOf(name: string): Promise<string> {
    const container = await this.buildah(['from', '--pull-never', '--quiet', name]);
    return await this.buildah(['mount', container]);
  }
}
