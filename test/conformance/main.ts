import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import type { Frame } from '#protocol/bmp/framer.ts';
import { missing, tools } from '#test/lab/prerequisites.ts';
import { type Capture, findCaptures } from './captures.ts';
import { compare } from './compare.ts';
import { knownDifferences } from './differences.ts';
import { exabgpReading } from './exabgp.ts';
import { netgauzeReadings } from './netgauze.ts';
import { ourReading } from './ours.ts';
import { reencode } from './reencode.ts';
import { captureReport, closingReport } from './report.ts';
import { silentOn } from './silence.ts';
import { maximumMessage } from './synthetic-pcap.ts';
import { Tally } from './tally.ts';
import { tsharkReadings, tsharkVersion } from './tshark.ts';

/** Holds the codec against other decoders' readings of every capture there is; exit code 1 where they differ in a way that is not known. */
async function main(): Promise<void> {
  const lacks = missing([tools.tshark]);
  if (lacks.length > 0) throw new Error(lacks.join('\n'));
  process.stdout.write(await tsharkVersion());
  const { sources, absent } = findCaptures();
  const total = new Tally(knownDifferences);
  for (const { load } of sources) for (const capture of load()) total.addTally(await runCapture(capture));
  const { lines, ok } = closingReport(total, absent);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = ok ? 0 : 1;
}

async function runCapture(capture: Capture): Promise<Tally> {
  const tally = new Tally(knownDifferences);
  await compareCapture(capture, tally);
  process.stdout.write(`${captureReport(capture, tally).join('\n')}\n`);
  return tally;
}

/** tshark knows BMP version 3 only. */
const isForTshark = ({ version, bytes }: Frame): boolean => version === 3 && bytes.length <= maximumMessage;

async function compareCapture({ name, frames, sample, netgauze, singles }: Capture, tally: Tally): Promise<void> {
  const decoder = new BmpDecoder();
  const isChosen = (frame: Frame, index: number): boolean => isForTshark(frame) && (sample?.has(index) ?? true);
  const tshark = tsharkReadings(frames.filter(isChosen).map(({ bytes }) => bytes));
  const beside = netgauze === null ? null : netgauzeReadings(netgauze);
  for (const [index, frame] of frames.entries()) {
    const decoded = decoder.decode(frame);
    tally.addReencoded(reencode(frame, decoded));
    const single = singles?.[index];
    const where = `${name} ${single?.file ?? `#${index}`}`;
    const ours = ourReading(decoded);
    if (!isForTshark(frame)) tally.leftOut++;
    if (isChosen(frame, index)) {
      const next = await tshark.next();
      if (!next.done) tally.addComparison(compare('tshark', where, { ours, theirs: next.value }, silentOn.tshark));
    }
    const theirs = beside?.[index];
    if (theirs !== undefined) tally.addComparison(compare('netgauze', where, { ours, theirs }, silentOn.netgauze));
    if (single !== undefined)
      tally.addComparison(compare('exabgp', where, { ours, theirs: exabgpReading(single) }, silentOn.exabgp));
  }
  await tshark.return(undefined);
}

await main();
