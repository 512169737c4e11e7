import type { PbfWriter } from 'pbf';
import type { SessionCounters } from '../record.ts';
import { embedded, type Field, fieldsOf, number, text, writeNumber, writeText } from './wire.ts';

interface Count {
  name: string;
  value: number;
}

const countFields = fieldsOf<Count>({
  1: text((count, value) => {
    count.name = value;
  }),
  2: number((count, value) => {
    count.value = value;
  }),
});

const countsField = (of: (counters: SessionCounters) => Record<string, number>): Field<SessionCounters> =>
  embedded(
    countFields,
    () => ({ name: '', value: 0 }),
    (counters, { name, value }) => {
      of(counters)[name] = value;
    },
  );

export const countersFields = fieldsOf<SessionCounters>({
  1: countsField(({ messages }) => messages),
  2: number((counters, value) => {
    counters.bytes = value;
  }),
  3: number((counters, value) => {
    counters.announced = value;
  }),
  4: number((counters, value) => {
    counters.withdrawn = value;
  }),
  5: countsField(({ messageBytes }) => messageBytes),
});

function writeCount(count: Count, pbf: PbfWriter): void {
  writeText(pbf, 1, count.name);
  writeNumber(pbf, 2, count.value);
}

function writeCounts(field: number, counts: Record<string, number>, pbf: PbfWriter): void {
  for (const [name, value] of Object.entries(counts)) pbf.writeMessage(field, writeCount, { name, value });
}

export function writeCounters(counters: SessionCounters, pbf: PbfWriter): void {
  writeCounts(1, counters.messages, pbf);
  writeNumber(pbf, 2, counters.bytes);
  writeNumber(pbf, 3, counters.announced);
  writeNumber(pbf, 4, counters.withdrawn);
  writeCounts(5, counters.messageBytes, pbf);
}
