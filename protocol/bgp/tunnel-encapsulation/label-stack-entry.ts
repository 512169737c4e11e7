import type { Field } from '../fields/field.ts';
import { u32 } from '../fields/numbers.ts';

/** RFC 3032 §2.1: label (20 bits), traffic class (3), bottom of stack (1), time to live (8). */
export interface LabelStackEntry {
  label: number;
  trafficClass: number;
  bottomOfStack: boolean;
  timeToLive: number;
}

export const labelStackEntry: Field<LabelStackEntry> = {
  decode(reader) {
    const entry = reader.u32();
    return {
      label: entry >>> 12,
      trafficClass: (entry >> 9) & 7,
      bottomOfStack: (entry & 0x100) !== 0,
      timeToLive: entry & 0xff,
    };
  },
  encode(writer, { label, trafficClass, bottomOfStack, timeToLive }) {
    u32.encode(writer, label * 0x1000 + trafficClass * 0x200 + (bottomOfStack ? 0x100 : 0) + timeToLive);
  },
  toJson: ({ label, trafficClass, bottomOfStack, timeToLive }) => ({ label, trafficClass, bottomOfStack, timeToLive }),
};
