import type { Reason } from '../reasons.ts';

const putRecords = ['kinesis:PutRecord', 'kinesis:PutRecords'];

/** What the collector may, and ECS for it. */
export const reasonsOfCollector: readonly Reason[] = [
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
];
