import { expect, test } from 'vitest';
import { Latest } from '../../src/workers/latest.js';

function asking() {
  const asked: string[] = [];
  return { asked, questions: new Latest<string>((question) => asked.push(question)) };
}

test('one question at a time, and of those that came meanwhile the latest alone', () => {
  const { asked, questions } = asking();
  for (const question of ['a', 'b', 'c']) questions.put(question);
  expect(asked).toEqual(['a']);
  questions.answered();
  expect(asked).toEqual(['a', 'c']);
  questions.answered();
  questions.put('d');
  expect(asked).toEqual(['a', 'c', 'd']);
});

test('an answer to nothing changes nothing', () => {
  const { asked, questions } = asking();
  questions.answered();
  questions.put('a');
  questions.put('b');
  expect(asked).toEqual(['a']);
});

test('no answer will come: the next question goes at once, what was kept is forgotten', () => {
  const { asked, questions } = asking();
  questions.put('a');
  questions.put('b');
  questions.clear();
  questions.put('c');
  expect(asked).toEqual(['a', 'c']);
});
