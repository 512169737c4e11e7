/** Nested deeper than this, a text is not looked at further: what reads it would run out of stack. */
export const deepestNesting = 64;

export interface Place {
  line: number;
  column: number;
}

/** Why a text is not the JSON or YAML that it is said to be. */
export class UnreadableText extends Error {
  constructor(reason: string, place?: Place) {
    super(place === undefined ? reason : `${reason} at line ${place.line}, column ${place.column}`);
    this.name = 'UnreadableText';
  }
}

export const tooDeep = (place: Place): UnreadableText =>
  new UnreadableText(`is nested deeper than ${deepestNesting} levels`, place);

export const givenTwice = (name: string, place: Place): UnreadableText =>
  new UnreadableText(`has the name ${JSON.stringify(name.slice(0, 64))} a second time`, place);
