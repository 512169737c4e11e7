export const formats = ['table', 'json', 'ndjson', 'csv', 'text'] as const;

export type Format = (typeof formats)[number];
