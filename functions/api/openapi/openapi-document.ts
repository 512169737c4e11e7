import * as z from 'zod';
import { operations } from '#model/api.ts';
import type { Operation } from '#model/api-operation.ts';
import { mediaTypes } from '../http/media-types.ts';
import { bodyTypes } from '../http/request-body.ts';
import type { OpenApiExamples } from './openapi-examples.ts';
import { answerName, type Components, componentSchemas, plainly, reference } from './openapi-schemas.ts';

const alwaysAnswers = [400, 401, 403, 406, 500] as const;
const answersOfBody = [413, 415, 422] as const;
const answersOfIfMatch = [412, 428] as const;

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not valid: an unknown parameter is an error',
  401: 'No token, or not one that this station takes',
  403: 'The AWS identity may not do that, or the token has no scope for it',
  404: 'There is no such thing',
  406: 'None of the accepted media types is offered',
  409: 'It is not in a state for that',
  410: 'The cursor has expired',
  412: 'It has changed since the entity tag in If-Match',
  413: 'The body is too large',
  415: 'The body is neither JSON nor YAML',
  422: 'A prefix has host bits set, nothing is kept of a time, or an expression is refused: the error says which',
  428: 'If-Match is missing',
  500: 'Something went wrong in the service',
};

const titleOfBody422 = 'The document is not valid: each error says where, by its path';

/** A route table as an OpenAPI 3.1 document. */
export function openApiDocument(
  examples: OpenApiExamples = {},
  table: Readonly<Record<string, Operation>> = operations,
): object {
  const components = componentSchemas(table);
  const source = { components, examples };
  const byPath = Map.groupBy(Object.entries(table), ([, { path }]) => path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'bmpaas',
      version: '1',
      description: 'Service chains and RIB state, as routers tell them over BMP.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: Object.fromEntries([...byPath].map(([path, entries]) => [path, pathItem(entries, source)])),
    security: [{ iam: [] }, { token: [] }],
    components: { schemas: components.schemas, securitySchemes },
  };
}

/** Of a station in an AWS account. One on loopback asks nobody who they are. */
const securitySchemes = {
  iam: {
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    description: 'AWS Signature Version 4 for the service `execute-api`, by an identity that may `execute-api:Invoke`',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'Where the station has an issuer: a token of it, at the URL for tokens. What is not GET needs the scope `bmpaas/write`.',
  },
};

interface Source {
  components: Components;
  examples: OpenApiExamples;
}

type Example = OpenApiExamples[string] | undefined;

const pathItem = (entries: [string, Operation][], source: Source): object =>
  Object.fromEntries(
    entries.map(([id, operation]) => [
      (operation.method ?? 'GET').toLowerCase(),
      operationObject(id, operation, source),
    ]),
  );

function operationObject(operationId: string, operation: Operation, { components, examples }: Source): object {
  const example = examples[operationId];
  const { summary, description, body, ifMatch } = operation;
  return {
    operationId,
    summary,
    ...(description !== undefined && { description }),
    parameters: [
      ...parameters(operation.parameters, 'path', example),
      ...parameters(operation.query, 'query', example),
      ...(ifMatch ? [ifMatchParameter] : []),
    ],
    ...(body !== undefined && { requestBody: requestBody(components.referenceOf(body), example) }),
    responses: { ...successes(operationId, operation, example), ...problems(operation) },
  };
}

const ifMatchParameter = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'the entity tag of what is to be replaced, as a read has it; `*` for whatever there is',
  schema: { type: 'string', examples: ['"v3"'] },
};

function requestBody(schema: string, example: Example): object {
  const content = { schema: { $ref: schema }, ...(example?.body !== undefined && { example: example.body }) };
  return { required: true, content: Object.fromEntries(bodyTypes.map((mediaType) => [mediaType, content])) };
}

function successes(operationId: string, operation: Operation, example: Example): object {
  const { method = 'GET', succeedsWith = [200], alsoAnswers = [] } = operation;
  const answered = succeedsWith.map((status) => {
    const shown = example?.status === status ? example : undefined;
    return [status, successOf(operationId, status, shown)];
  });
  return {
    ...Object.fromEntries(answered),
    ...(method === 'GET' && { 304: { description: 'Unchanged since the entity tag in If-None-Match' } }),
    ...(alsoAnswers.includes(503) && { 503: okResponse(operationId, 'The data is older than asked', undefined) }),
  };
}

function successOf(operationId: string, status: number, example: Example): object {
  if (status === 204) return { description: 'Done' };
  return okResponse(operationId, status === 201 ? 'What is there now' : 'The answer', example);
}

function problems({ body, ifMatch, alsoAnswers = [] }: Operation): object {
  const statuses = new Set([
    ...alwaysAnswers,
    ...(body === undefined ? [] : answersOfBody),
    ...(ifMatch ? answersOfIfMatch : []),
    ...alsoAnswers.filter((status) => status !== 503),
  ]);
  const title = (status: number) => (status === 422 && body !== undefined ? titleOfBody422 : titles[status]);
  return Object.fromEntries([...statuses].map((status) => [status, problemObject(title(status))]));
}

function okResponse(operationId: string, description: string, example: Example): object {
  const texts = mediaTypes.slice(1).map((mediaType) => [mediaType, { schema: { type: 'string' } }]);
  return {
    description,
    headers: answerHeaders,
    content: {
      'application/json': {
        schema: { $ref: reference(answerName(operationId)) },
        ...(example?.answer !== undefined && { example: example.answer }),
      },
      ...Object.fromEntries(texts),
    },
  };
}

const answerHeaders = {
  ETag: { schema: { type: 'string' } },
  Link: {
    description: 'of formats without an envelope: where the next page is (RFC 8288)',
    schema: { type: 'string' },
  },
  'Bmpaas-Damaged-Parts': {
    description: 'of formats without an envelope: how many parts of the RIB are damaged, so that routes may be missing',
    schema: { type: 'integer' },
  },
};

const problemObject = (description: string | undefined): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: reference('Problem') } } },
});

/** Parameters are documented as what they mean: a number, though it is written as text. */
function parameters(schema: z.ZodObject, place: 'path' | 'query', shown: Example): object[] {
  return Object.entries(schema.shape).map(([name, type]) => {
    const { description, default: preset, ...rest } = z.toJSONSchema(type, { override: plainly });
    const { $schema: _dialect, ...form } = rest;
    const example = form.examples === undefined ? shown?.parameters[name] : undefined;
    return {
      name,
      in: place,
      required: !type.safeParse(undefined).success,
      ...(description !== undefined && { description }),
      schema: { ...form, ...(preset !== undefined && { default: preset }) },
      ...(example !== undefined && { example }),
    };
  });
}
