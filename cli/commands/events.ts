import type { EventRow } from '#model/api-rows.ts';
import type { Answer, ApiClient, Query } from '../api-client.ts';
import { ApiError } from '../api-error.ts';
import { exitCodes } from '../exit-code.ts';
import { type Column, cellText } from '../output/columns.ts';
import { renderList } from '../output/list.ts';
import { untilAnswered } from '../until-answered.ts';
import type { Command, Context } from './command.ts';
import { print } from './list-command.ts';

const path = '/v1/events';
const waitSeconds = 20;
/** A long poll takes its waiting time and then that of any request. */
const followTimeoutSeconds = waitSeconds + 30;

const columns: readonly Column<EventRow>[] = [
  { name: 'TIME', value: ({ time }) => time },
  { name: 'TYPE', value: ({ type }) => type },
  { name: 'SUBJECT', value: ({ subject }) => subject },
  { name: 'DATA', value: ({ data }) => JSON.stringify(data) },
];

export const events: Command = {
  words: ['events'],
  summary: 'what changed, oldest first',
  parameters: [],
  options: {
    follow: { summary: 'go on with what changes from now on, until interrupted' },
    after: { summary: 'begin after this cursor', value: 'CURSOR', query: 'after' },
    type: { summary: 'only this type, e.g. element.state-changed', value: 'TYPE', query: 'type' },
    subject: { summary: 'only changes of this element, peer, router or announcement', value: 'ID', query: 'subject' },
  },
  formats: ['text', 'table', 'json', 'ndjson', 'csv'],
  async run(context) {
    const { options, format, terminal } = context;
    const rows = options.flag('follow') ? followed(context) : recorded(context.api, options.query());
    // A table can't be aligned to rows that are yet to come.
    const asLines = format === 'text' || (format === 'table' && options.flag('follow'));
    await print(asLines ? eventLines(rows) : renderList(rows, columns, format, terminal.colour), terminal);
    return exitCodes.ok;
  },
};

async function* eventLines(rows: AsyncIterable<EventRow>): AsyncGenerator<string> {
  for await (const { time, type, subject, data } of rows) {
    yield `${cellText(time).padEnd(24)}  ${cellText(type).padEnd(22)}  ${cellText(subject)}  ${cellText(JSON.stringify(data))}\n`;
  }
}

/** All events up to now. */
async function* recorded(api: ApiClient, query: Query): AsyncGenerator<EventRow> {
  let after = query.after;
  for (;;) {
    const { data, page }: Answer<EventRow[]> = await api.get(path, {
      ...query,
      limit: '1000',
      ...(after !== undefined && { after }),
    });
    yield* data;
    const next = page?.next ?? undefined;
    if (next === undefined || next === after) return;
    after = next;
  }
}

/** All events up to now and from now on. A station that restarts is waited for; one that lost its past is read anew. */
async function* followed({ api, options, terminal }: Context): AsyncGenerator<EventRow> {
  const query = options.query();
  let after = query.after;
  const poll = async (): Promise<Answer<EventRow[]>> => {
    const position = after === undefined ? {} : { after };
    return await api.get(path, { ...query, wait: String(waitSeconds), ...position }, followTimeoutSeconds);
  };
  for (;;) {
    const answer = await untilAnswered(poll, terminal.note).catch((error: unknown) => {
      if (after === undefined || !(error instanceof ApiError && error.status === 410)) throw error;
      terminal.note('the station no longer knows what was before: reading its events from the start');
      return null;
    });
    if (answer !== null) yield* answer.data;
    after = answer?.page?.next ?? (answer === null ? undefined : after);
  }
}
