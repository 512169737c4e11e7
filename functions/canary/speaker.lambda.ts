import * as z from 'zod';
import { speakerConfigFromEnvironment } from './config.ts';
import { nonceSchema } from './nonce.ts';
import { speak } from './speak.ts';

const station = speakerConfigFromEnvironment(process.env);
const eventSchema = z.object({ nonce: nonceSchema });

/** Long enough that the dump is taken before the session ends. */
const hold = 5_000;

/** Called by the checker: from where it stands, the station's address for routers can be reached, and nothing else. */
export async function handler(event: unknown): Promise<void> {
  const { nonce } = eventSchema.parse(event);
  await speak(station, { nonce, hold });
}
