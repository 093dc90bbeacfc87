import { expect, test } from 'vitest';
import { actionOf, withoutTag, withTag } from './bulk-actions.ts';
import { reasonOf, videosCounted } from './bulk-words.ts';

test('a tag is added once, behind the others', () => {
  const tags = ['sea', 'night'];
  expect(withTag(tags, 'deep')).toEqual(['sea', 'night', 'deep']);
  expect(withTag(tags, 'sea')).toBe(tags);
});

test('a tag is taken away where it is', () => {
  const tags = ['sea', 'night'];
  expect(withoutTag(tags, 'sea')).toEqual(['night']);
  expect(withoutTag(tags, 'deep')).toBe(tags);
});

test.each([
  ['publish', '2 videos published.'],
  ['unpublish', '2 videos unpublished.'],
  ['tag', '2 videos tagged “sea”.'],
  ['untag', '2 videos without the tag “sea”.'],
  ['delete', '2 videos deleted.'],
])('what %s has done reads "%s"', (value, words) => {
  expect(`${videosCounted(2)} ${actionOf(value, 'sea')?.past}.`).toBe(words);
});

test('a button that is none does nothing', () => {
  expect(actionOf('', 'sea')).toBeNull();
});

test('a refusal that names a field says what is wrong with it', () => {
  const message = 'Some fields are not valid.';
  expect(reasonOf({ message, fields: [] })).toBe(message);
  expect(reasonOf({ message, fields: [{ path: 'tags', message: 'may be twenty at most' }] })).toBe(
    'tags may be twenty at most.',
  );
});
