/** Every kind of error an answer can be, by the end of its type URI. */
const kinds = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'invalid-cursor': { status: 400, title: 'The cursor is not one of this query' },
  unauthenticated: { status: 401, title: 'Who asks is not known' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'no-complete-element': { status: 404, title: 'No element is complete' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'not-acceptable': { status: 406, title: 'None of the accepted media types is offered' },
  conflict: { status: 409, title: 'It is not in a state for that' },
  'expired-cursor': { status: 410, title: 'The cursor has expired' },
  'precondition-failed': { status: 412, title: 'It has changed in the meantime' },
  'content-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of no type that is read' },
  'host-bits-set': { status: 422, title: 'The prefix has host bits set' },
  'time-not-kept': { status: 422, title: 'Nothing is kept of that time' },
  'refused-expression': { status: 422, title: 'The regular expression is refused' },
  'ambiguous-feed': { status: 422, title: 'More than one feed has that name' },
  'invalid-document': { status: 422, title: 'The document is not valid' },
  'precondition-required': { status: 428, title: 'The request has to say what it replaces' },
  internal: { status: 500, title: 'Something went wrong here' },
} as const;

export type ProblemKind = keyof typeof kinds;

/** One thing that is wrong with a request. */
export interface RequestFault {
  parameter: string;
  detail: string;
  /** What was probably meant. */
  suggestion?: string;
}

/** Ends a request with an error of RFC 9457. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly status: (typeof kinds)[ProblemKind]['status'];
  readonly title: string;
  readonly faults: readonly RequestFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ProblemKind,
    detail: string,
    { faults = [], headers = {} }: { faults?: readonly RequestFault[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.kind = kind;
    this.status = kinds[kind].status;
    this.title = kinds[kind].title;
    this.faults = faults;
    this.headers = headers;
  }
}

export const invalidRequest = (faults: readonly RequestFault[]): Problem => faulty('invalid-request', faults);

/** A body that could be read, and is not what it has to be. */
export const invalidDocument = (faults: readonly RequestFault[]): Problem => faulty('invalid-document', faults);

const toldInDetail = 10;

function faulty(kind: ProblemKind, faults: readonly RequestFault[]): Problem {
  const told = faults.slice(0, toldInDetail).map(({ parameter, detail }) => `${parameter}: ${detail}`);
  const more = faults.length - told.length;
  return new Problem(kind, [...told, ...(more > 0 ? [`${more} more`] : [])].join('; '), { faults });
}

export function problemResponse(problem: Problem, instance: string, requestId: string): Response {
  const { kind, title, status, message: detail, faults: errors, headers } = problem;
  const body = { type: `urn:bmpaas:problem:${kind}`, title, status, detail, instance, requestId, errors };
  return Response.json(body, { status, headers: { ...headers, 'content-type': 'application/problem+json' } });
}
