import { referenceLab } from '#local/reference-lab.ts';
import { waitFor } from '#local/wait.ts';
import type { Change } from '../journal.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { shown } from '../report.ts';
import type { AskedRight } from '../rights/asked.ts';
import { grantsOf, isGranted } from '../rights/granted.ts';
import type { RunningFunctions } from '../running-functions.ts';
import { CommandLine, comparedCommands, startLocally } from '../stations.ts';

export interface Rights {
  /** All that stream and table were asked. */
  asked: readonly AskedRight[];
  /** Whose policies grant it. */
  resources: readonly Change[];
}

/** Service elements of the reference lab, each a chain of its own. */
const chains = new Set(referenceLab().flatMap(({ sessions }) => sessions.map(({ element }) => element))).size;
const callMilliseconds = 60_000;

/** What the station says of the reference lab, while its routers are connected. */
export async function askStation(rehearsal: Rehearsal, functions: RunningFunctions, rights: Rights): Promise<void> {
  const { report, directory } = rehearsal;
  const deployed = new CommandLine(functions.gateway, directory);
  const complete = await report.check(`the ${chains} chains of the lab out of the API's function`, async () => {
    await deployed.complete(chains).catch((error: unknown) => {
      throw new Error([String(error), ...someOf(functions.errors)].join('\n'));
    });
    return shown('as the command line shows them, signed', true);
  });
  if (complete) await compareWithLocal(rehearsal, deployed);
  await report.check('nobody else is let in', async () => {
    const { status } = await fetch(`${functions.gateway}/v1/elements`);
    if (status !== 403) throw new Error(`unsigned: ${status}`);
    return shown(`unsigned: ${status}`, undefined);
  });
  await checkCallers(rehearsal, functions);
  await report.check('what they ask of stream and table is granted to their roles', async () => requireGranted(rights));
}

async function compareWithLocal({ report, parts }: Rehearsal, deployed: CommandLine): Promise<void> {
  await report.check('the same as npm start says', async () => {
    const { program, api } = await startLocally();
    parts.defer(() => program.kill());
    const local = new CommandLine(api, null);
    await local.complete(chains);
    for (const command of comparedCommands) {
      const [ours, theirs] = [await deployed.run(...command), await local.run(...command)];
      if (ours !== theirs) throw new Error(`${command.join(' ')}: deployed\n${ours}\nnpm start\n${theirs}`);
    }
    await program.stop('SIGTERM', 30);
    return shown(comparedCommands.map((command) => command.join(' ')).join(', '), undefined);
  });
}

/** Each function answers what calls it in the account. */
async function checkCallers({ report }: Rehearsal, functions: RunningFunctions): Promise<void> {
  await report.check('every function answers what calls it', async () => {
    const idle = () => [...functions.processes.values()].filter(({ invocations }) => invocations === 0);
    await waitFor(async () => idle().length === 0, 'all functions', callMilliseconds).catch(() => {
      const logs = idle().map(({ title, log }) => `${title} has answered nothing\n${log}`);
      throw new Error([...logs, ...someOf(functions.errors)].join('\n'));
    });
    await waitFor(async () => unsuccessful(functions).length === 0, 'success', callMilliseconds * 2).catch(() => {
      throw new Error(unsuccessful(functions).join('\n'));
    });
    if (functions.errors.length > 0) throw new Error(someOf(functions.errors).join('\n'));
    const counts = [...functions.processes.values()].map(({ title, invocations }) => `${title} ${invocations}`);
    return shown(counts.join(', '), undefined);
  });
  for (const [name, answers] of functions.scheduled) {
    report.note(`${name}: ${answers.length} calls, ${someOf(answers).join(' ')}`);
  }
}

/** What the last call of a schedule says was none, in words of its function. */
const unsuccessful = ({ scheduled }: RunningFunctions): string[] =>
  [...scheduled.values()].map((answers) => answers.at(-1) ?? '').filter((text) => text.includes('"success":false'));

/** Other keys than those of roles are the rehearsal's own. */
function requireGranted({ asked, resources }: Rights) {
  const grants = grantsOf(resources);
  const ofRoles = asked.filter(({ keyId }) => grants.has(keyId));
  const refused = ofRoles.filter((right) => !isGranted(grants.get(right.keyId) ?? [], right));
  if (refused.length > 0) throw new Error(someOf(refused.map((right) => JSON.stringify(right))).join('\n'));
  const roles = new Set(ofRoles.map(({ keyId }) => keyId));
  return shown(`${ofRoles.length} requests of ${roles.size} roles`, undefined);
}

/** A few of them, each once. */
const someOf = (texts: readonly string[]): string[] => [...new Set(texts)].slice(0, 5);
