import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { parseArgs } from 'node:util';

export interface ListenAddress {
  host: string;
  /** 0: any free port. */
  port: number;
}

export interface LocalOptions {
  demo: boolean;
  bmp: ListenAddress;
  api: ListenAddress;
  /** Directory that keeps the state; null: it ends with the process. */
  data: string | null;
  json: boolean;
  help: boolean;
}

/** The command line is wrong; the message says where. */
export class UsageError extends Error {}

export const usage = `Usage: npm start -- [options]

The whole platform on this machine, on loopback addresses only.

  --bmp HOST:PORT   where routers connect, default 127.0.0.1:11019; port 0 is any free port
  --api HOST:PORT   where the HTTP API listens, default 127.0.0.1:8080; port 0 is any free port
  --data DIR        keep the state in DIR; without it nothing survives the process
  --no-demo         without the simulated reference lab
  --json            print the addresses as one JSON line on stdout
  --help            print this
`;

/** Throws UsageError. */
export function parseOptions(args: readonly string[]): LocalOptions {
  const values = parseFlags(args);
  return {
    demo: !values['no-demo'],
    bmp: parseAddress('--bmp', values.bmp),
    api: parseAddress('--api', values.api),
    data: parseDirectory(values.data),
    json: values.json,
    help: values.help,
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        bmp: { type: 'string', default: '127.0.0.1:11019' },
        api: { type: 'string', default: '127.0.0.1:8080' },
        data: { type: 'string' },
        'no-demo': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function parseDirectory(text: string | undefined): string | null {
  if (text === '') throw new UsageError('--data: a directory is expected');
  return text ?? null;
}

const addressForm = /^(?:\[(?<bracketed>[^\]]+)\]|(?<plain>[^:[\]]+)):(?<port>\d{1,5})$/;

function parseAddress(flag: string, text: string): ListenAddress {
  const { bracketed, plain, port = '' } = addressForm.exec(text)?.groups ?? {};
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65535) {
    throw new UsageError(`${flag} ${text}: HOST:PORT is expected, such as 127.0.0.1:11019 or [::1]:0`);
  }
  if (!isLoopback(host)) {
    throw new UsageError(`${flag} ${text}: the local stack has no authentication, so it listens on loopback only`);
  }
  return { host, port: Number(port) };
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  if (isIPv4(host)) return loopback.check(host, 'ipv4');
  if (isIPv6(host)) return loopback.check(host, 'ipv6');
  return host === 'localhost';
}

/** `host:port`, IPv6 in brackets. */
export const formatAddress = ({ host, port }: ListenAddress): string =>
  isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
