import * as z from 'zod';
import { type LogLevel, logLevel } from '../environment.ts';

/** What the canary's two functions are told. */

export interface SpeakerConfig {
  host: string;
  port: number;
}

/** Of the function's own role: Lambda keeps them fresh in the environment. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface CheckerConfig {
  apiUrl: string;
  /** Of Lambda's Invoke, for the speaker. */
  speakerUrl: string;
  /** How long the route may take, milliseconds. */
  patience: number;
  logLevel: LogLevel;
  region: string;
  credentials: Credentials;
}

const speakerEnvironment = z.object({
  STATION_HOST: z.string().min(1),
  STATION_PORT: z.coerce.number().int().min(1).max(65_535),
});

/** The variables that the stack sets: all, so that a forgotten one does not compile. */
export type SpeakerEnvironment = Record<keyof z.input<typeof speakerEnvironment>, string>;

/** @throws ZodError that names the variable and what is wrong with it. */
export function speakerConfigFromEnvironment(variables: Record<string, string | undefined>): SpeakerConfig {
  const { STATION_HOST, STATION_PORT } = speakerEnvironment.parse(variables);
  return { host: STATION_HOST, port: STATION_PORT };
}

const checkerEnvironment = z.object({
  API_URL: z.url(),
  SPEAKER_URL: z.url(),
  PATIENCE_SECONDS: z.coerce.number().positive(),
  LOG_LEVEL: logLevel,
});

/** Set by Lambda. */
const runtimeEnvironment = z.object({
  AWS_REGION: z.string().min(1),
  AWS_ACCESS_KEY_ID: z.string().min(1),
  AWS_SECRET_ACCESS_KEY: z.string().min(1),
  AWS_SESSION_TOKEN: z.string().optional(),
});

export type CheckerEnvironment = Record<keyof z.input<typeof checkerEnvironment>, string>;

/** @throws ZodError that names the variable and what is wrong with it. */
export function checkerConfigFromEnvironment(variables: Record<string, string | undefined>): CheckerConfig {
  const values = checkerEnvironment.parse(variables);
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } =
    runtimeEnvironment.parse(variables);
  return {
    apiUrl: values.API_URL,
    speakerUrl: values.SPEAKER_URL,
    patience: values.PATIENCE_SECONDS * 1000,
    logLevel: values.LOG_LEVEL,
    region: AWS_REGION,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
    },
  };
}
