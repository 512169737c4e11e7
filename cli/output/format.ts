/** How lists are shown. */
export const formats = ['table', 'json', 'ndjson', 'csv', 'text'] as const;

/** Parts of the rules, which people write, are shown as YAML, too. */
export type Format = (typeof formats)[number] | 'yaml';
