import * as z from 'zod';

/** Where captures go, and how long the table knows of them. */
export type CaptureConfig =
  | { kind: 'disk'; directory: string; keptDays: number }
  | { kind: 's3'; bucket: string; prefix: string; keptDays: number };

/** What a collector is told of requests of operators. */
export interface ControlConfig {
  /** Between looks for requests. */
  controlSeconds: number;
  /** Null: there is nowhere to put captures. */
  captures: CaptureConfig | null;
}

export const controlVariables = {
  CONTROL_SECONDS: z.coerce.number().positive().default(5),
  CAPTURE_DIRECTORY: z.string().min(1).optional(),
  CAPTURE_BUCKET: z.string().min(1).optional(),
  CAPTURE_PREFIX: z
    .stringFormat('prefix', /^([A-Za-z0-9._-]+\/)*$/, { error: 'is no prefix with a slash at its end' })
    .default(''),
  /** As long as the bucket keeps them. */
  CAPTURE_DAYS: z.coerce.number().int().min(1).max(365).default(7),
};

type Values = z.output<z.ZodObject<typeof controlVariables>>;

export const controlConfigOf = (values: Values): ControlConfig => ({
  controlSeconds: values.CONTROL_SECONDS,
  captures: captureConfigOf(values),
});

/** A bucket comes before a directory. */
function captureConfigOf(values: Values): CaptureConfig | null {
  const {
    CAPTURE_DIRECTORY: directory,
    CAPTURE_BUCKET: bucket,
    CAPTURE_PREFIX: prefix,
    CAPTURE_DAYS: keptDays,
  } = values;
  if (bucket !== undefined) return { kind: 's3', bucket, prefix, keptDays };
  return directory === undefined ? null : { kind: 'disk', directory, keptDays };
}
