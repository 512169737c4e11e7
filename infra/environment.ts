import { readdirSync } from 'node:fs';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { type StationConfig, type StationSettings, stationConfig } from './config.ts';

const directory = join(import.meta.dirname, 'environments');

/** For a module of `infra/environments`: its settings, with the compiler looking at them. */
export const defineEnvironment = (settings: StationSettings): StationSettings => settings;

const environmentModule = z.looseObject({ default: z.unknown() });

/**
 * The configuration of an environment: the name of a module in `infra/environments`, or the path (with a slash) of one elsewhere,
 * whose default export are the settings. JSON does as well.
 * @throws Error that names the environment, and what is wrong with it.
 */
export async function loadEnvironment(name: string): Promise<StationConfig> {
  const path = name.includes('/') ? resolve(name) : join(directory, `${name}.ts`);
  const settings = await importSettings(name, path);
  try {
    return stationConfig(settings);
  } catch (error) {
    throw new Error(`environment ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function importSettings(name: string, path: string): Promise<unknown> {
  const url = pathToFileURL(isAbsolute(path) ? path : resolve(path)).href;
  const options = path.endsWith('.json') ? { with: { type: 'json' } } : {};
  try {
    return environmentModule.parse(await import(url, options)).default;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!missing) throw error;
    throw new Error(`environment ${name}: there is no ${path}; here are ${environmentNames().join(', ')}`);
  }
}

/** Of the modules in `infra/environments`. */
export const environmentNames = (): string[] =>
  readdirSync(directory)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .sort();
