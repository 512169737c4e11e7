import type { Reason } from '../reasons.ts';

const readTable = ['dynamodb:GetItem', 'dynamodb:Query'];
const writeTable = [...readTable, 'dynamodb:PutItem', 'dynamodb:BatchWriteItem'];
const putRecords = ['kinesis:PutRecord', 'kinesis:PutRecords'];
const followTable = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

/** What each function may, beside its log. */
export const reasonsOfFunctions: readonly Reason[] = [
  {
    holder: /^Service\/Ingest\/FunctionRole$/,
    actions: writeTable,
    why: 'writes what routers say; the keys are of routers, so that no condition can name them',
  },
  {
    holder: /^Service\/Compact\/FunctionRole$/,
    actions: writeTable,
    why: 'rewrites the RIB, whose keys are of routers and families',
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
    holder: /^Service\/Api\/FunctionRole$/,
    actions: readTable,
    why: 'answers from everything that is known',
  },
  {
    holder: /^Service\/Api\/FunctionRole$/,
    actions: ['s3:GetObject'],
    why: 'hands captures to operators',
    wide: 'the names are of router and time, below one prefix',
  },
  {
    holder: /^Service\/Sweep\/FunctionRole$/,
    actions: readTable,
    why: 'sees who has fallen silent, and how the station stands',
  },
  {
    holder: /^Service\/Sweep\/FunctionRole$/,
    actions: putRecords,
    why: 'tells ingest what follows from silence, so that ingest stays the only writer',
  },
  {
    holder: /^Service\/Api\/FunctionRole$/,
    actions: ['dynamodb:PutItem'],
    why: 'writes versions of the rules, and what operators ask of collectors; of the rest of the table it can change nothing',
  },
  {
    holder: /^Service\/Correlate\/FunctionRole$/,
    actions: readTable,
    why: 'follows the event feed, and reads what chains follow from',
  },
  {
    holder: /^Service\/Correlate\/FunctionRole$/,
    actions: ['dynamodb:PutItem'],
    why: 'writes what no single router can tell, and its events',
  },
  {
    holder: /^Service\/Publish\/FunctionRole$/,
    actions: readTable,
    why: 'follows the event feed from where it was',
  },
  {
    holder: /^Service\/Publish\/FunctionRole$/,
    actions: ['dynamodb:PutItem'],
    why: 'keeps how far it has come',
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
    holder: /\/ScheduleRole$/,
    actions: ['lambda:InvokeFunction'],
    why: 'the schedule starts this function, and no other',
    wide: 'versions of the function, of which there are none',
  },
];
