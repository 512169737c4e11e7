import * as z from 'zod';
import { type OperationId, operations } from '#model/api.ts';
import { mediaTypes } from './media-types.ts';
import { answerName, componentSchemas, plainly, reference } from './openapi-schemas.ts';

const alwaysAnswers = [400, 406, 500] as const;

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not valid: an unknown parameter is an error',
  404: 'There is no such thing',
  406: 'None of the accepted media types is offered',
  410: 'The cursor has expired',
  422: 'A prefix has host bits set, nothing is kept of a time, or an expression is refused: the error says which',
  500: 'Something went wrong in the service',
};

type Operation = (typeof operations)[OperationId];

/** The route table as an OpenAPI 3.1 document. */
export function openApiDocument(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'bmpaas',
      version: '1',
      description: 'Service chains and RIB state, as routers tell them over BMP.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths: Object.fromEntries(
      Object.entries(operations).map(([id, operation]) => [operation.path, { get: operationObject(id, operation) }]),
    ),
    components: { schemas: componentSchemas() },
  };
}

function operationObject(operationId: string, operation: Operation): object {
  const also: readonly number[] = 'alsoAnswers' in operation ? (operation.alsoAnswers ?? []) : [];
  const lagging = also.includes(503) ? { 503: okResponse(operationId, 'The data is older than asked') } : {};
  const problems = [...alwaysAnswers, ...also.filter((status) => status !== 503)];
  return {
    operationId,
    summary: operation.summary,
    ...('description' in operation && { description: operation.description }),
    parameters: [...parameters(operation.parameters, 'path'), ...parameters(operation.query, 'query')],
    responses: {
      200: okResponse(operationId, 'The answer'),
      304: { description: 'Unchanged since the entity tag in If-None-Match' },
      ...Object.fromEntries(problems.map((status) => [status, problemObject(status)])),
      ...lagging,
    },
  };
}

function okResponse(operationId: string, description: string): object {
  const texts = mediaTypes.slice(1).map((mediaType) => [mediaType, { schema: { type: 'string' } }]);
  return {
    description,
    headers: answerHeaders,
    content: {
      'application/json': { schema: { $ref: reference(answerName(operationId)) } },
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

const problemObject = (status: number): object => ({
  description: titles[status],
  content: { 'application/problem+json': { schema: { $ref: reference('Problem') } } },
});

/** Parameters are documented as what they mean: a number, though it is written as text. */
function parameters(schema: z.ZodObject, place: 'path' | 'query'): object[] {
  return Object.entries(schema.shape).map(([name, type]) => {
    const { description, default: preset, ...rest } = z.toJSONSchema(type, { override: plainly });
    const { $schema: _dialect, ...form } = rest;
    return {
      name,
      in: place,
      required: !type.safeParse(undefined).success,
      ...(description !== undefined && { description }),
      schema: { ...form, ...(preset !== undefined && { default: preset }) },
    };
  });
}
