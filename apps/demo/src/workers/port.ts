/** One end of the line between the page and a worker. */
export interface Port<Out> {
  post(message: Out, transfer?: Transferable[]): void;
}

/** The worker's end, to be called inside the worker. */
export function workerPort<In, Out>(receive: (message: In) => void): Port<Out> {
  addEventListener('message', (event: MessageEvent<In>) => receive(event.data));
  return { post: (message, transfer = []) => postMessage(message, { transfer }) };
}

/** The page's end. An error that the worker did not catch is handed on as text. */
export function pagePort<In, Out>(
  worker: Worker,
  receive: (message: In) => void,
  fail: (message: string) => void,
): Port<Out> {
  worker.addEventListener('message', (event: MessageEvent<In>) => receive(event.data));
  worker.addEventListener('error', (event) =>
    fail(event.message || 'The worker could not be started. Reload the page; if that does not help, rebuild the demo.'),
  );
  worker.addEventListener('messageerror', () => fail('A message of the worker could not be read. Reload the page.'));
  return { post: (message, transfer = []) => worker.postMessage(message, transfer) };
}
