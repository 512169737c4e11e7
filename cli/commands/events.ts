import type { EventRow } from '#model/api-rows.ts';
import type { Answer, ApiClient, Query } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import { parseMoment } from '../moment.ts';
import { eventFormats, renderEvents } from '../output/event-lines.ts';
import { untilAnswered } from '../until-answered.ts';
import type { Command, Context, Options } from './command.ts';
import { print } from './list-command.ts';

const path = '/v1/events';
const waitSeconds = 20;
/** A long poll takes its waiting time and then that of any request. */
const followTimeoutSeconds = waitSeconds + 30;

export const events: Command = {
  words: ['events'],
  summary: 'what changed, oldest first',
  parameters: [],
  options: {
    follow: { summary: 'go on with what changes from now on, until interrupted' },
    after: { summary: 'begin after this cursor', value: 'CURSOR', query: 'after' },
    since: { summary: 'begin then: 30m, 2h or 1d ago, or a time, e.g. 2026-01-31T12:00:00Z', value: 'TIME' },
    type: { summary: 'only this type, e.g. element.state-changed', value: 'TYPE', query: 'type' },
    subject: { summary: 'only changes of this element, peer, router or announcement', value: 'ID', query: 'subject' },
    location: { summary: 'only changes at this location', value: 'CODE', query: 'location' },
  },
  formats: eventFormats,
  example: 'events --since 2h --location nj',
  async run(context) {
    const { options, format, terminal } = context;
    const selection = selectionOf(options);
    const rows = options.flag('follow') ? followed(context, selection) : recorded(context.api, selection);
    // A table can't be aligned to rows that are yet to come.
    const shownAs = format === 'table' && options.flag('follow') ? 'text' : format;
    await print(renderEvents(rows, shownAs, terminal.colour), terminal);
    return exitCodes.ok;
  },
};

/** Which events, and where to begin. */
interface Selection {
  query: Query;
  start: Query;
}

function selectionOf(options: Options): Selection {
  const { after, ...query } = options.query();
  const since = options.text('since');
  if (since === undefined) return { query, start: after === undefined ? {} : { after } };
  if (after !== undefined) throw new UsageError('--since and --after both say where to begin');
  return { query, start: { from: parseMoment('since', since) } };
}

/** All events up to now. */
async function* recorded(api: ApiClient, { query, start }: Selection): AsyncGenerator<EventRow> {
  let after = start.after;
  for (;;) {
    const position = after === undefined ? start : { after };
    const { data, page }: Answer<EventRow[]> = await api.get(path, { ...query, limit: '1000', ...position });
    yield* data;
    const next = page?.next ?? undefined;
    if (next === undefined || next === after) return;
    after = next;
  }
}

/** All events up to now and from now on. A station that restarts is waited for; one that lost its past is read anew. */
async function* followed({ api, terminal }: Context, { query, start }: Selection): AsyncGenerator<EventRow> {
  let { after } = start;
  let beginning = start;
  const poll = async (): Promise<Answer<EventRow[]>> => {
    const position = after === undefined ? beginning : { after };
    return await api.get(path, { ...query, wait: String(waitSeconds), ...position }, followTimeoutSeconds);
  };
  for (;;) {
    const answer = await untilAnswered(poll, terminal.note).catch((error: unknown) => {
      if (after === undefined || !(error instanceof ApiError && error.status === 410)) throw error;
      beginning = {};
      terminal.note('the station no longer knows what was before: reading its events from the start');
      return null;
    });
    if (answer !== null) yield* answer.data;
    after = answer?.page?.next ?? (answer === null ? undefined : after);
  }
}
