import type { Document } from './document.ts';

/** What stands for the id of a document that the station will refuse anyway, and say why. */
const unreadable = 'unreadable';

/** By which id an override is written. */
export async function idOfOverride({ content }: Document): Promise<string> {
  const [{ parse }, { overrideId, overrideRule }] = await Promise.all([
    import('yaml'),
    import('#model/rules/override-rules.ts'),
  ]);
  try {
    const override = overrideRule.safeParse(parse(content, { logLevel: 'silent' }));
    return override.success ? overrideId(override.data) : unreadable;
  } catch {
    return unreadable;
  }
}
