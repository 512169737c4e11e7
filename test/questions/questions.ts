import { readFileSync } from 'node:fs';

export interface Question {
  number: number;
  title: string;
  /** `GET /v1/…`, or `POST /v1/… < file`. */
  requests: string[];
  /** What follows `npx bmpaas`. */
  commands: string[];
}

const page = new URL('../../docs/questions.md', import.meta.url);
const section = /^## (\d+)\. (.+)$/;

/** The questions of docs/questions.md with the lines that answer them. */
export function readQuestions(): Question[] {
  const questions: Question[] = [];
  let language = '';
  for (const line of readFileSync(page, 'utf8').split('\n')) {
    const [, number, title = ''] = section.exec(line) ?? [];
    if (number !== undefined) questions.push({ number: Number(number), title, requests: [], commands: [] });
    if (line.startsWith('```')) language = line.slice(3);
    else if (language === 'http') questions.at(-1)?.requests.push(line);
    else if (language === 'sh') questions.at(-1)?.commands.push(line.replace(/^npx bmpaas /, ''));
  }
  return questions;
}

/** Words of a command line as a shell would have them; single quotes only. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
