import type { Nonce } from './nonce.ts';

export interface CheckDependencies {
  /** Plays the router once. */
  speak(nonce: Nonce): Promise<void>;
  /** Whether the API shows the route of this run. */
  find(nonce: Nonce): Promise<boolean>;
  /** Milliseconds since 1970. */
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
}

export interface CheckResult {
  /** The route came out of the API, and the session ended as it should. */
  success: boolean;
  /** From the moment the speaker was called to the answer that had the route; null where none had. */
  seconds: number | null;
  /** Why it failed. */
  reason: string | null;
}

const pollEvery = 500;

/** One run: has the route said, and asks for it until it is there or `patience` (milliseconds) is over. Never rejects. */
export async function check(dependencies: CheckDependencies, nonce: Nonce, patience: number): Promise<CheckResult> {
  const began = dependencies.now();
  let failure: string | null = null;
  const spoken = dependencies.speak(nonce).catch((error: unknown) => {
    failure = `speaker: ${messageOf(error)}`;
  });
  const seconds = await seenAfter(dependencies, {
    nonce,
    until: began + patience,
    began,
    isOver: () => failure !== null,
  });
  if (seconds.found === null) return { success: false, seconds: null, reason: failure ?? seconds.reason };
  await spoken;
  return { success: failure === null, seconds: seconds.found, reason: failure };
}

interface Search {
  nonce: Nonce;
  began: number;
  until: number;
  /** Nothing will come any more. */
  isOver: () => boolean;
}

async function seenAfter(
  { find, now, wait }: CheckDependencies,
  { nonce, began, until, isOver }: Search,
): Promise<{ found: number | null; reason: string }> {
  let reason = 'the API did not show the route in time';
  while (now() < until && !isOver()) {
    try {
      if (await find(nonce)) return { found: (now() - began) / 1000, reason: '' };
    } catch (error) {
      reason = `API: ${messageOf(error)}`;
    }
    await wait(pollEvery);
  }
  return { found: null, reason };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
