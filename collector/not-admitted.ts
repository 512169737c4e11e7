import { type Closing, closingText } from './close-reason.ts';

/** A router that has said who it is, and may not stay. */
export class NotAdmitted extends Error {
  readonly closing: Closing;

  constructor(closing: Closing) {
    super(closingText(closing));
    this.name = 'NotAdmitted';
    this.closing = closing;
  }
}
