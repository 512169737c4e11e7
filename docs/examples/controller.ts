// Keeps the best element of a location to redirect traffic to: node controller.ts http://127.0.0.1:8080 nj
const [api = 'http://127.0.0.1:8080', location = 'nj'] = process.argv.slice(2);

interface Target {
  elementId: string;
  trust: string | null;
  untrust: string | null;
}

const beginning = (): string => `from=${new Date().toISOString()}`;
const read = (answer: Response) => answer.json() as Promise<{ data: Target[]; page: { next: string } }>;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000));

let position = beginning();
let chosen: string | null | undefined;
for (;;) {
  try {
    const answer = await fetch(`${api}/v1/redirect-targets?location=${location}&n=1`);
    // 404: none is complete, and a wrong target is worse than none. Any other failure says nothing: the choice stays.
    if (!answer.ok && answer.status !== 404) throw new Error(`${answer.status}`);
    const [best = null] = answer.ok ? (await read(answer)).data : [];
    const choice = best && `${best.elementId} ${best.trust} ${best.untrust}`;
    if (choice !== chosen) console.log(JSON.stringify({ at: new Date().toISOString(), target: best }));
    chosen = choice;
    const events = await fetch(`${api}/v1/events?location=${location}&wait=25&${position}`);
    if (!events.ok && events.status !== 410) throw new Error(`${events.status}`);
    position = events.ok ? `after=${(await read(events)).page.next}` : beginning();
  } catch {
    await pause();
  }
}
