import { join } from 'node:path';

/**
 * The function's side of the runtime API, in the function's process: it loads the handler that `_HANDLER` names out of the
 * folder `LAMBDA_TASK_ROOT`, and hands it one event after the other.
 */

const { AWS_LAMBDA_RUNTIME_API = '', _HANDLER = '', LAMBDA_TASK_ROOT = '', ...environment } = process.env;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${api}${path}`, { method: 'POST', body: JSON.stringify(body) ?? 'null' });

function described(error: unknown) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
}

function contextOf(headers: Headers) {
  const deadline = Number(headers.get('lambda-runtime-deadline-ms'));
  return {
    awsRequestId: headers.get('lambda-runtime-aws-request-id') ?? '',
    invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn') ?? '',
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME ?? '',
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION ?? '',
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? '',
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME ?? '',
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME ?? '',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

async function loadHandler(): Promise<(event: unknown, context: unknown) => unknown> {
  const [file, name = ''] = _HANDLER.split('.');
  const module: Record<string, unknown> = await import(join(LAMBDA_TASK_ROOT, `${file}.mjs`));
  const handler = module[name];
  if (typeof handler !== 'function') throw new Error(`${_HANDLER} is no function`);
  return (event, context) => handler(event, context);
}

async function serve(): Promise<never> {
  const handler = await loadHandler();
  for (;;) {
    const next = await fetch(`${api}/invocation/next`);
    const context = contextOf(next.headers);
    const answer = async () => handler(await next.json(), context);
    await answer().then(
      (result) => post(`/invocation/${context.awsRequestId}/response`, result),
      (error: unknown) => post(`/invocation/${context.awsRequestId}/error`, described(error)),
    );
  }
}

try {
  await serve();
} catch (error) {
  await post('/init/error', described(error)).catch(() => undefined);
  process.exit(1);
}
