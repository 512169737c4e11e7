import { defineEnvironment } from '#infra/environment.ts';

/** No API: events and stream only. */
export default defineEnvironment({ api: null, operations: { canary: false } });
