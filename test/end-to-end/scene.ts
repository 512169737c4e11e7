import { pino } from 'pino';
import { expect } from 'vitest';
import { type RouterSpec, referenceLab } from '#local/reference-lab.ts';
import type { SimulationTimings } from '#local/simulated-router.ts';
import { Simulator } from '#local/simulator.ts';
import { startStack } from '#local/stack.ts';
import { defaultTimings, type Timings } from '#model/timings.ts';
import { eventually } from '../lab/eventually.ts';
import { Observer } from './observer.ts';

export interface Scene {
  lab: Simulator;
  api: Observer;
  url: string;
  close(): Promise<void>;
}

export const quickSimulation: SimulationTimings = { statisticsSeconds: 2, reconnect: { first: 50, longest: 500 } };

export const anyPort = { host: '127.0.0.1', port: 0 } as const;

/** The whole platform in this process, the lab connected to it, and all six elements complete. */
export async function openScene(
  timings: Partial<Timings> = {},
  routers: RouterSpec[] = referenceLab(),
): Promise<Scene> {
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const options = { demo: false, bmp: anyPort, api: anyPort, data: null };
  const stack = await startStack(options, log, { ...defaultTimings, ...timings });
  const lab = new Simulator(stationAddress(stack.addresses.bmp), routers, quickSimulation);
  const api = new Observer(stack.addresses.api);
  lab.start();
  const close = async () => {
    lab.stop();
    await stack.stop();
  };
  await sixComplete(api).catch(async (error) => {
    await close();
    throw error;
  });
  return { lab, api, url: stack.addresses.api, close };
}

export const sixComplete = (api: Observer, seconds = 15) =>
  eventually(seconds, async () => {
    const states = (await api.elements()).map(({ state }) => state);
    expect(states).toEqual(Array(6).fill('complete'));
  });

export function stationAddress(text: string) {
  const [host = '', port = ''] = text.split(':');
  return { host, port: Number(port) };
}
