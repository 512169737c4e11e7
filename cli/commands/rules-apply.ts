import { setTimeout as sleep } from 'node:timers/promises';
import type { RulesDocument } from '#model/api-chain-rows.ts';
import { printable } from '#model/printable.ts';
import type { ApiClient } from '../api-client.ts';
import { type Document, readDocument } from '../document.ts';
import { CliError, type ExitCode, exitCodes, UsageError } from '../exit-code.ts';
import { effectCaveats, effectLines } from '../output/effect-lines.ts';
import { renderOne } from '../output/list.ts';
import type { Terminal } from '../terminal.ts';
import type { Command, Context, Options } from './command.ts';
import { print } from './list-command.ts';
import { effectOf, fileParameter, rulesPath, tellingFaults } from './rules-document.ts';
import { commentOption, commentQuery, type Newest, newestRules } from './rules-writing.ts';

const pollSeconds = 0.5;

export const rulesApply: Command = {
  words: ['rules', 'apply'],
  summary: 'writes a new version of the rules, unless someone else did so in the meantime',
  parameters: [fileParameter],
  options: {
    ...commentOption,
    'if-version': { summary: 'only when this version is the newest (default: the one found)', value: 'N' },
    diff: { summary: 'first show what will become of the live state' },
    wait: { summary: 'wait so long until all routers go by it; exit 5 when some do not', value: 'SECONDS' },
  },
  formats: ['text', 'json'],
  example: "rules apply rules.yaml --comment 'new site' --wait 60",
  async run(context) {
    const {
      api,
      parameters: [file = ''],
      options,
      format,
      terminal,
    } = context;
    const waitSeconds = secondsOf(options);
    const document = await readDocument(file, terminal);
    const before = await newestRules(api, options.text('if-version'));
    if (options.flag('diff')) await showEffect(document, context);
    const headers = { 'if-match': before.tag, 'content-type': document.mediaType };
    const sending = api.send<RulesDocument>('PUT', rulesPath, document.content, headers, commentQuery(options));
    const { data: written } = await tellingFaults(document, terminal, sending);
    if (format === 'text') await terminal.write(writtenText(written, before));
    const reached = waitSeconds === null ? written : await followed(api, written, waitSeconds);
    if (format === 'json') await print(renderOne(reached, [], format, terminal.colour), terminal);
    return waitSeconds === null ? exitCodes.ok : verdict(reached, terminal, waitSeconds);
  },
};

/** What will become of the live state; beside an answer for programs it goes to stderr. */
async function showEffect(document: Document, { api, format, terminal }: Context): Promise<void> {
  const effect = await tellingFaults(document, terminal, effectOf(api, document));
  for (const caveat of effectCaveats(effect)) terminal.note(caveat);
  for (const line of effectLines(effect, format === 'text' && terminal.colour)) {
    if (format === 'text') await terminal.write(line);
    else terminal.note(line.trimEnd());
  }
}

const writtenText = ({ version }: RulesDocument, before: Newest): string =>
  version === before.version ? `version ${version} says the same already\n` : `version ${version} is written\n`;

function secondsOf(options: Options): number | null {
  const given = options.text('wait');
  if (given === undefined) return null;
  if (/^\d{1,5}$/.test(given)) return Number(given);
  throw new UsageError(`--wait takes seconds, e.g. 60, not '${given}'`);
}

/** Reads the rules until no router is behind, or the time is up. @throws CliError where another version has come */
async function followed(api: ApiClient, written: RulesDocument, seconds: number): Promise<RulesDocument> {
  const until = Date.now() + seconds * 1000;
  let seen = written;
  while (seen.applied.behind.length > 0 && Date.now() < until) {
    await sleep(Math.min(pollSeconds * 1000, until - Date.now()));
    seen = (await api.get<RulesDocument>(rulesPath)).data;
    if (seen.version !== written.version) {
      throw new CliError(
        `version ${written.version} was written, and version ${seen.version} in its place by someone else`,
      );
    }
  }
  return seen;
}

function verdict({ applied: { routers, behind } }: RulesDocument, terminal: Terminal, seconds: number): ExitCode {
  if (behind.length === 0) {
    terminal.note(`all ${routers} routers go by it`);
    return exitCodes.ok;
  }
  for (const router of behind) terminal.note(printable(`${router} does not go by it after ${seconds} s`));
  return exitCodes.checkFailed;
}
