import type { IncomingMessage, Server } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { accountId, region } from '../account.ts';

/** A request of a program to stream or table, as IAM sees it. */
export interface AskedRight {
  /** Access key that it was signed with. */
  keyId: string;
  /** `dynamodb:PutItem`. */
  action: string;
  resource: string;
  /** Partition keys of the items that it is about; empty for a stream. */
  leadingKeys: readonly string[];
}

const key = z.object({ pk: z.object({ S: z.string() }) });
const body = z.object({
  TableName: z.string().optional(),
  StreamName: z.string().optional(),
  Key: key.optional(),
  Item: key.optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeValues: z.record(z.string(), z.looseObject({ S: z.string().optional() })).default({}),
  RequestItems: z
    .record(
      z.string(),
      z.array(
        z.object({
          PutRequest: z.object({ Item: key }).optional(),
          DeleteRequest: z.object({ Key: key }).optional(),
        }),
      ),
    )
    .default({}),
});

type Body = z.output<typeof body>;

/** Tells of each request that the embedded server takes, before it is answered. */
export function listenForRights(server: Server, heard: (right: AskedRight) => void): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const { authorization = '' } = request.headers;
    const [, keyId = '', service = ''] = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)/.exec(authorization) ?? [];
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const action = `${service}:${operation}`;
    text(request).then(
      (json) => heard({ keyId, action, ...concerns(body.parse(JSON.parse(json))) }),
      () => undefined,
    );
  });
}

function concerns(asked: Body): Pick<AskedRight, 'resource' | 'leadingKeys'> {
  const { StreamName, RequestItems } = asked;
  if (StreamName !== undefined) return { resource: arnOf('kinesis', `stream/${StreamName}`), leadingKeys: [] };
  const table = asked.TableName ?? Object.keys(RequestItems)[0] ?? '';
  return { resource: arnOf('dynamodb', `table/${table}`), leadingKeys: leadingKeysOf(asked) };
}

function leadingKeysOf({ Key, Item, KeyConditionExpression, ExpressionAttributeValues, RequestItems }: Body): string[] {
  const [, placeholder = ''] = /=\s*(:\w+)/.exec(KeyConditionExpression ?? '') ?? [];
  const writes = Object.values(RequestItems).flat();
  const keys = [
    Key?.pk.S,
    Item?.pk.S,
    ExpressionAttributeValues[placeholder]?.S,
    ...writes.map(({ PutRequest, DeleteRequest }) => (PutRequest?.Item ?? DeleteRequest?.Key)?.pk.S),
  ];
  return keys.filter((each) => each !== undefined);
}

const arnOf = (service: string, resource: string): string => `arn:aws:${service}:${region}:${accountId}:${resource}`;
