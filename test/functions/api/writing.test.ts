import { beforeEach, describe, expect, it } from 'vitest';
import { openApiDocument } from '#functions/api/openapi/openapi-document.ts';
import { serveHttp } from '#local/http.ts';
import { WritingStation, writingOperations } from './writing-station.ts';

const json = { 'content-type': 'application/json' };
const yaml = { 'content-type': 'application/yaml; charset=utf-8' };
const current = { 'if-match': '"v3"' };
const count = '/v1/notes/n1/count';

// biome-ignore lint/suspicious/noExplicitAny: looked into by path
const told = async (response: Response): Promise<any> => response.json();

let station: WritingStation;
beforeEach(() => {
  station = new WritingStation();
});

describe('a document that is written', () => {
  it('is replaced by who names its entity tag, and has another one then', async () => {
    const read = await station.send('GET', '/v1/notes');
    const tag = read.headers.get('etag') ?? '';
    const response = await station.send('PUT', '/v1/notes', '{"title": "second"}', { ...json, 'if-match': tag });
    expect([response.status, response.headers.get('location')]).toEqual([201, '/v1/notes']);
    expect(response.headers.get('etag')).toBe('"v4"');
    expect(await response.json()).toMatchObject({
      data: { version: 4, notes: { title: 'second', roles: [] } },
      meta: { staleRouters: [] },
    });
    expect((await station.send('GET', '/v1/notes', undefined, { 'if-none-match': tag })).status).toBe(200);
    expect((await station.send('GET', '/v1/notes', undefined, { 'if-none-match': '"v4"' })).status).toBe(304);
  });

  it.each([
    ['"v2"', 412],
    ['W/"v3"', 412],
    ['v3', 412],
    ['"v1", "v3"', 201],
    ['*', 201],
    [undefined, 428],
  ])('with If-Match %s is a %i', async (ifMatch, status) => {
    const headers = { ...json, ...(ifMatch !== undefined && { 'if-match': ifMatch }) };
    const response = await station.send('PUT', '/v1/notes', '{"title": "second"}', headers);
    expect(response.status).toBe(status);
    if (status !== 201) {
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(station.version).toBe(3);
    }
    expect(response.headers.get('etag')).toBe({ 201: '"v4"', 412: '"v3"', 428: null }[status]);
  });

  it('is removed with nothing for an answer', async () => {
    const response = await station.send('DELETE', '/v1/notes', undefined, current);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it.each([
    ['PATCH', '/v1/notes', 'GET, HEAD, PUT, DELETE'],
    ['OPTIONS', '/v1/notes', 'GET, HEAD, PUT, DELETE'],
    ['GET', count, 'POST'],
    ['HEAD', count, 'POST'],
    ['POST', '/v1/openapi.json', 'GET, HEAD'],
  ])('%s %s is a 405 with what is allowed', async (method, path, allow) => {
    const response = await station.send(method, path);
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
  });
});

describe('a body', () => {
  const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) => {
    const response = await station.send('POST', count, body, headers);
    return { status: response.status, headers: response.headers, answer: await told(response) };
  };

  it.each(['application/yaml', 'application/x-yaml', 'text/yaml; charset=utf-8', 'Application/YAML'])(
    'may be %s',
    async (type) => {
      const text = 'title: x\nroles:\n  - &r\n    name: trust\n    communities: ["1:1", {from: 1, to: 2}]\n  - *r\n';
      expect(await post(text, { 'content-type': type })).toMatchObject({
        status: 200,
        answer: { data: { id: 'n1', roles: 2 } },
      });
    },
  );

  it('of a POST leaves no entity tag', async () => {
    const { status, headers } = await post('{"title": "x"}', json);
    expect([status, headers.get('etag')]).toEqual([200, null]);
  });

  it.each([undefined, 'text/plain', 'multipart/form-data', 'application/xml'])(
    'of type %s is a 415 that says which are read',
    async (type) => {
      const body = new TextEncoder().encode('{"title": "x"}');
      const { status, headers, answer } = await post(body, type === undefined ? {} : { 'content-type': type });
      expect([status, answer.type]).toEqual([415, 'urn:bmpaas:problem:unsupported-media-type']);
      expect(headers.get('accept')).toBe('application/json, application/yaml');
    },
  );

  it('above 256 KiB is a 413, whatever its length is said to be', async () => {
    const large = ' '.repeat(256 * 1024 - 13);
    expect((await post(`{"title":"x"}${large}`, json)).status).toBe(200);
    expect((await post(`{"title":"x"} ${large}`, json)).status).toBe(413);
    expect((await post(`{"title":"x"} ${large}`, { ...json, 'content-length': '10' })).status).toBe(413);
    expect((await post('{}', { ...json, 'content-length': '300000' })).status).toBe(413);
  });

  it.each([
    ['{"title": "x",\n "roles": [1 2]}', json, 'has an unexpected 2 at line 2, column 14'],
    ['{"title": "x",\n "title": "y"}', json, 'has the name "title" a second time at line 2, column 2'],
    ['{"title": "a\tb"}', json, 'has a control character in the string at line 1, column 11'],
    ['{"title": ', json, /^ends too early at line 1, column 11$/],
    ['', json, 'is empty'],
    [' \n', yaml, 'is empty'],
    ['# nothing', json, 'has an unexpected # at line 1, column 1'],
    ['title: x\nroles: [1, 2', yaml, /^is not plain YAML: .* at line 2, column 13$/],
    ['title: x\ntitle: y', yaml, 'has the name "title" a second time at line 2, column 1'],
    ['title: !secret x', yaml, 'is not plain YAML: Unresolved tag: !secret at line 1, column 8'],
    ['title: !!binary aGk=', yaml, /Unresolved tag/],
    ['%YAML 1.1\n---\ntitle: !!binary aGk=', yaml, /Unresolved tag/],
    ['title: x\n---\ntitle: y', yaml, 'has a second document at line 2, column 1'],
    ['? [title]\n: x', yaml, 'has a name that is not a text'],
    ['title: *none', yaml, /Unresolved alias/],
    ['title: &a\n  more: *a', yaml, 'has an alias within what it stands for at line 2, column 9'],
  ])('%j is a 400 that says where', async (text, headers, detail) => {
    const { status, answer } = await post(text, headers);
    expect([status, answer.type]).toEqual([400, 'urn:bmpaas:problem:invalid-request']);
    expect(answer.errors).toEqual([
      { parameter: 'body', detail: expect.stringMatching(typeof detail === 'string' ? escaped(detail) : detail) },
    ]);
  });

  it('that is not read to its end does not harm the next request', async () => {
    const service = await serveHttp(station.app.fetch, { host: '127.0.0.1', port: 0 });
    const statusOf = async (body: string, type = 'application/json'): Promise<number> => {
      const response = await fetch(service.url + count, { method: 'POST', body, headers: { 'content-type': type } });
      await response.text();
      return response.status;
    };
    for (const large of ['x'.repeat(300_000), 'x'.repeat(1_000_000)]) {
      expect([await statusOf(large), await statusOf('{"title": "x"}')]).toEqual([413, 200]);
      expect([await statusOf(large, 'text/plain'), await statusOf('{"title": "x"}')]).toEqual([415, 200]);
    }
    await service.close();
  });

  it('that is not UTF-8 is a 400', async () => {
    const { status, answer } = await post(new Uint8Array([0x22, 0xff, 0x22]), json);
    expect([status, answer.errors[0].detail]).toEqual([400, 'is not UTF-8']);
  });

  const many = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join('');

  it.each([
    ['open brackets', '['.repeat(250_000), /nested deeper than 64/],
    ['names that are names', '? '.repeat(125_000), /nested deeper than 64/],
    ['lists in lists', '- '.repeat(125_000), /nested deeper than 64/],
    ['aliases', `- &a x\n${'- *a\n'.repeat(40_000)}`, /more than 100 aliases/],
    [
      'aliases of aliases',
      `a0: &a0 [${'x,'.repeat(9)}]\n${many(9, (index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]\n`)}`,
      /Excessive alias count/,
    ],
    ['commas', `[${','.repeat(250_000)}]`, /not plain YAML/],
    ['tags', '!a '.repeat(80_000), /not plain YAML/],
    ['documents', '---\na\n'.repeat(40_000), /second document/],
  ])(
    'of nothing but %s is refused before it takes long',
    async (_, text, detail) => {
      const { status, answer } = await post(text, yaml);
      expect(status).toBe(400);
      expect(answer.errors[0].detail).toMatch(detail);
    },
    15_000,
  );

  it('with many names is read in a time that grows with it alone', async () => {
    const { status, answer } = await post(
      many(20_000, (index) => `k${index}: 1\n`),
      yaml,
    );
    expect([status, answer.errors.length]).toEqual([422, 100]);
    expect(answer.detail).toMatch(/; \d+ more$/);
  }, 15_000);
});

describe('a document that is not as its schema has it', () => {
  it('is a 422 with the path of each fault, and the name that was meant', async () => {
    const body: Record<string, unknown> = {
      titel: 'x',
      roles: [
        { name: 'trust', communities: ['1:1', '1-1', 5, { form: 1, to: 2 }] },
        { nam: 'x', communities: 'all', constructor: 1 },
      ],
      zzzzzzzz: 1,
    };
    const response = await station.send('PUT', '/v1/notes', JSON.stringify(body), { ...json, ...current });
    const problem = await told(response);
    expect([response.status, problem.type]).toEqual([422, 'urn:bmpaas:problem:invalid-document']);
    expect(problem.errors).toEqual([
      { parameter: 'title', detail: expect.stringMatching(/expected string/) },
      { parameter: 'roles.0.communities.1', detail: 'must be a community' },
      { parameter: 'roles.0.communities.2', detail: expect.stringMatching(/expected string.*or: .*expected object/) },
      { parameter: 'roles.0.communities.3.from', detail: expect.stringMatching(/expected number/) },
      {
        parameter: 'roles.0.communities.3.form',
        detail: expect.stringMatching(/did you mean from/),
        suggestion: 'from',
      },
      { parameter: 'roles.1.name', detail: expect.stringMatching(/expected string/) },
      { parameter: 'roles.1.communities', detail: expect.stringMatching(/expected array/) },
      { parameter: 'roles.1.nam', detail: expect.stringMatching(/did you mean name/), suggestion: 'name' },
      { parameter: 'roles.1.constructor', detail: 'is not known here; known are name, communities' },
      { parameter: 'titel', detail: expect.stringMatching(/did you mean title/), suggestion: 'title' },
      { parameter: 'zzzzzzzz', detail: 'is not known here; known are title, roles' },
    ]);
    expect(station.version).toBe(3);
  });

  it.each(['[]', 'null', '"x"', '{"__proto__": {"title": "x"}}'])('%s is a 422', async (text) => {
    const response = await station.send('POST', count, text, json);
    expect(response.status).toBe(422);
    expect((await told(response)).errors[0].parameter).toMatch(/^(body|title)$/);
  });

  it('is looked at after the query, the precondition and the type', async () => {
    const statusOf = async (method: string, path: string, body: string, headers: Record<string, string>) =>
      (await station.send(method, path, body, headers)).status;
    expect(await statusOf('POST', `${count}?leats=1`, 'x', {})).toBe(400);
    expect(await statusOf('PUT', '/v1/notes', 'x', {})).toBe(428);
    expect(await statusOf('PUT', '/v1/notes', 'x', current)).toBe(415);
    expect(await statusOf('PUT', '/v1/notes', '{}', { ...json, 'if-match': '"v1"' })).toBe(422);
  });
});

describe('the document of operations that write', () => {
  // biome-ignore lint/suspicious/noExplicitAny: looked into by path
  const { paths, components }: any = openApiDocument({}, writingOperations);

  it('has all methods of a path', () => {
    expect(Object.keys(paths['/v1/notes'])).toEqual(['get', 'put', 'delete']);
  });

  it('has body, precondition and what follows from them', () => {
    const { parameters, requestBody, responses } = paths['/v1/notes'].put;
    expect(parameters).toEqual([expect.objectContaining({ name: 'If-Match', in: 'header', required: true })]);
    expect(Object.keys(requestBody.content)).toEqual(['application/json', 'application/yaml']);
    expect(requestBody.content['application/json'].schema).toEqual({ $ref: '#/components/schemas/PutNotesBody' });
    expect(components.schemas.PutNotesBody).toMatchObject({ additionalProperties: false, required: ['title'] });
    expect(Object.keys(responses)).toEqual([
      '200',
      '201',
      '400',
      '401',
      '403',
      '406',
      '412',
      '413',
      '415',
      '422',
      '428',
      '500',
    ]);
  });

  it('has no content where there is none, and names a body that two operations share once', () => {
    const { responses, requestBody } = paths['/v1/notes'].delete;
    expect([responses['204'].content, responses['200'], requestBody]).toEqual([undefined, undefined, undefined]);
    const shared = paths['/v1/notes/{id}/count'].post.requestBody.content['application/yaml'].schema.$ref;
    expect(shared).toBe('#/components/schemas/PutNotesBody');
  });
});

const escaped = (text: string): string => `^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
