import type { Cdk } from './cdk.ts';
import type { ImageStore } from './image-store.ts';
import type { Report } from './report.ts';

/** What the parts of a rehearsal share. */
export interface Rehearsal {
  report: Report;
  /** Taken away at the end. */
  directory: string;
  /** URL of all of AWS that is not embedded. */
  aws: string;
  cdk: Cdk;
  /** Null where no image can be built. */
  images: ImageStore | null;
  /** Everything that is to be ended, in the reverse order. */
  parts: AsyncDisposableStack;
}
