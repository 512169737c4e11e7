import type { Statement } from './statements.ts';

/** Why somebody may do something. */
export interface Reason {
  /** Who. */
  holder: RegExp;
  /** Every action of the statement is one of these. */
  actions: readonly string[];
  why: string;
  /** Why an action or a resource of it is a wildcard. */
  wide?: string;
}

const readTable = ['dynamodb:GetItem', 'dynamodb:Query'];
const writeTable = [...readTable, 'dynamodb:PutItem', 'dynamodb:BatchWriteItem'];
const putRecords = ['kinesis:PutRecord', 'kinesis:PutRecords'];
const followTable = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/** One for each statement of every template; those of one that is not there are refused as well. */
export const reasons: readonly Reason[] = [
  {
    holder: /FunctionRole$/,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    why: 'writes its own log, and no other',
  },
  {
    holder: /(FunctionRole|TaskRole)$/,
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    why: 'with a key of the owner: DynamoDB, Kinesis and S3 use it in the name of whoever reads and writes there',
  },

  {
    holder: /^Service\/Collector\/Task\/TaskRole$/,
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    why: 'who holds which router (CLAIM), that it lives (COLLECTOR), whom it dials (DIAL), what it captures (CAPTURE); nothing of routes',
  },
  {
    holder: /^Service\/Collector\/Task\/TaskRole$/,
    actions: ['dynamodb:Query'],
    why: 'requests of operators to capture a router or to have it say everything again',
  },
  {
    holder: /^Service\/Collector\/Task\/TaskRole$/,
    actions: putRecords,
    why: 'what routers say; it can read nothing back',
  },
  {
    holder: /^Service\/Collector\/Task\/TaskRole$/,
    actions: ['s3:PutObject'],
    why: 'captures of routers, below their prefix; it can read none',
    wide: 'the names are of router and time',
  },
  {
    holder: /^Service\/Collector\/Task\/ExecutionRole$/,
    actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    why: 'ECS fetches the image, before the task runs',
  },
  {
    holder: /^Service\/Collector\/Task\/ExecutionRole$/,
    actions: ['ecr:GetAuthorizationToken'],
    why: 'ECS logs in to the registry',
    wide: 'AWS knows no resource for it',
  },
  {
    holder: /^Service\/Collector\/Task\/ExecutionRole$/,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    why: 'ECS carries the log of the collector there',
  },
  {
    holder: /^Service\/Collector\/Task\/ExecutionRole$/,
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    why: 'ECS hands the key and certificates of TLS to the task; the task itself cannot ask for them',
  },

  {
    holder: /^Service\/(Ingest|Compact)\/FunctionRole$/,
    actions: writeTable,
    why: 'ingest writes what routers say, compaction rewrites the RIB; the keys are of routers, so no condition can name them',
  },
  {
    holder: /^Service\/Ingest\/FunctionRole$/,
    actions: [
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamConsumer',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
      'kinesis:ListStreams',
      'kinesis:SubscribeToShard',
    ],
    why: 'Lambda reads the stream for it',
  },
  {
    holder: /^Service\/Ingest\/FunctionRole$/,
    actions: ['s3:PutObject'],
    why: 'Lambda keeps batches that were given up',
    wide: 'Lambda chooses the names below the prefix',
  },
  {
    holder: /^Service\/Ingest\/FunctionRole$/,
    actions: ['s3:ListBucket'],
    why: 'Lambda asks for it before it takes the bucket as a destination',
  },

  {
    holder: /^Service\/(Sweep|Api)\/FunctionRole$/,
    actions: readTable,
    why: 'reads everything that is known: the sweep to see who has fallen silent, the API to answer',
  },
  {
    holder: /^Service\/Sweep\/FunctionRole$/,
    actions: putRecords,
    why: 'tells ingest what follows from silence, so that ingest stays the only writer',
  },
  {
    holder: /^Service\/Api\/FunctionRole$/,
    actions: ['dynamodb:PutItem'],
    why: 'writes versions of the rules; of the rest of the table it can change nothing',
  },
  {
    holder: /^Service\/(Correlate|Publish)\/FunctionRole$/,
    actions: readTable,
    why: 'follows the event feed; correlation also reads what chains follow from',
  },
  {
    holder: /^Service\/(Correlate|Publish)\/FunctionRole$/,
    actions: ['dynamodb:PutItem'],
    why: 'correlation writes what no single router can tell, publishing how far it has come',
  },
  {
    holder: /^Service\/(Correlate|Publish)\/FunctionRole$/,
    actions: followTable,
    why: "Lambda wakes it by the table's stream, which has keys only",
  },
  {
    holder: /^Service\/(Correlate|Publish)\/FunctionRole$/,
    actions: ['dynamodb:ListStreams'],
    why: 'Lambda finds the stream of the table',
    wide: 'AWS knows no resource for it; it tells names only',
  },
  {
    holder: /^Service\/Publish\/FunctionRole$/,
    actions: ['events:PutEvents'],
    why: 'sends events to the bus of the station',
  },
  {
    holder: /^SchedulerRoleForTarget-/,
    actions: ['lambda:InvokeFunction'],
    why: 'the schedule starts this function, and no other',
    wide: 'versions of the function, of which there are none',
  },

  {
    holder: /^Service\/Api\/Policies\/(Reader|Operator|Administrator)$/,
    actions: ['execute-api:Invoke'],
    why: 'for callers, to be attached to them: reading; acting on elements and routers; everything, the rules too',
    wide: 'paths below `/v1/`, of this API alone',
  },

  {
    holder: /^Service\/Api\/Function$/,
    actions: ['lambda:InvokeFunction'],
    why: 'the gateway hands requests to the function: by the routes of this API, which have authorizers',
    wide: 'methods of the path, in the one stage',
  },
  {
    holder: /^State\/Archive\/Bucket$/,
    actions: ['s3:*'],
    why: 'refuses whatever does not come by TLS',
    wide: 'a refusal, and so the wider the better',
  },
  {
    holder: /^State\/Key$/,
    actions: ['kms:*'],
    why: 'the account decides by IAM who may use the key; without this nobody could, or delete it',
    wide: 'the usual key policy: it gives nobody anything without IAM',
  },
];

export interface Reasoned extends Statement {
  why: string;
  wide: string | undefined;
}

/**
 * Every statement with its reason.
 * @throws Error that names each statement without one, or with several, each wildcard that nothing is said of, and each reason
 * that is of nothing.
 */
export function withReasons(statements: readonly Statement[], table: readonly Reason[] = reasons): Reasoned[] {
  const used = new Set<Reason>();
  const faults: string[] = [];
  const reasoned = statements.map((statement) => {
    const found = table.filter(({ holder, actions }) => isOf(statement, holder, actions));
    for (const reason of found) used.add(reason);
    const [reason] = found;
    if (found.length !== 1) faults.push(`${told(statement)}: ${found.length} reasons`);
    if (isWide(statement) && reason?.wide === undefined) faults.push(`${told(statement)}: a wildcard without a reason`);
    return { ...statement, why: reason?.why ?? '', wide: isWide(statement) ? reason?.wide : undefined };
  });
  for (const reason of table) {
    if (!used.has(reason)) faults.push(`${reason.holder} ${reason.actions}: a reason of nothing`);
  }
  if (faults.length > 0) throw new Error(`IAM statements and infra/security/reasons.ts differ:\n${faults.join('\n')}`);
  return reasoned;
}

const isOf = (statement: Statement, holder: RegExp, actions: readonly string[]): boolean =>
  holder.test(statement.holder) && statement.actions.every((action) => actions.includes(action));

/** An action with a wildcard, or a resource that is one: all, or all of a kind. */
export const isWide = ({ actions, resources }: Statement): boolean =>
  [...actions, ...resources].some((text) => text.includes('*')) || resources.length === 0;

const told = ({ holder, actions, resources }: Statement): string => `${holder}: ${actions} on ${resources}`;
