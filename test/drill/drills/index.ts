import type { Drill } from '../scene.ts';
import { connections } from './connections.ts';
import { garbageMessages } from './garbage-messages.ts';
import { garbageOctets } from './garbage-octets.ts';
import { putsHalfFailing } from './puts-half-failing.ts';
import { slowCalls } from './slow-calls.ts';
import { slowPeers } from './slow-peers.ts';
import { streamDown } from './stream-down.ts';
import { streamThrottled } from './stream-throttled.ts';
import { tableThrottled } from './table-throttled.ts';
import { taskKilled } from './task-killed.ts';
import { taskStopped } from './task-stopped.ts';

/** The table: one more fault is one file and one line here. */
export const drills: readonly Drill[] = [
  streamThrottled,
  putsHalfFailing,
  streamDown,
  tableThrottled,
  slowCalls,
  slowPeers,
  connections,
  garbageOctets,
  garbageMessages,
  taskStopped,
  taskKilled,
];
