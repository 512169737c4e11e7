/** The embedded stream in a process of its own: what it costs delays neither table nor routers. Runs until it is killed. */
import { openStream } from '#local/stream.ts';

const { url } = await openStream();
process.send?.({ url });
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
