import { expect, test } from 'vitest';
import { Gate } from '../../src/workers/gate.js';

test('begins shut, lets all through that wait when it opens, and can shut again', async () => {
  const gate = new Gate();
  const through: string[] = [];
  const both = Promise.all(['a', 'b'].map((name) => gate.passed().then(() => through.push(name))));
  await Promise.resolve();
  expect(through).toEqual([]);
  gate.open();
  await both;
  expect(through).toEqual(['a', 'b']);
  await gate.passed();
  gate.close();
  void gate.passed().then(() => through.push('c'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(through).toEqual(['a', 'b']);
});
