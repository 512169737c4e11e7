/** The embedded table in a process of its own. Runs until it is killed. */
import { openTable } from '#local/table.ts';

const { url } = await openTable();
process.send?.({ url });
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
