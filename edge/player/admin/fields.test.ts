import { expect, test } from 'vitest';
import { bodyOf, changesOf, type Field } from './fields.ts';

const field = (name: string, as: Field['as'], value = '', checked = false): Field => ({
  name,
  as,
  value,
  checked,
});

test('text, lists and flags become JSON', () => {
  const fields = [
    field('title', 'text', 'Reef'),
    field('tags', 'list', ' sea, , fish ,'),
    field('published', 'flag', 'on', true),
  ];
  expect(bodyOf(fields)).toEqual({ title: 'Reef', tags: ['sea', 'fish'], published: true });
});

test('only what differs is sent', () => {
  const before = { title: 'Reef', tags: ['sea'], published: false };
  expect(changesOf(before, before)).toEqual({});
  expect(changesOf(before, { ...before, tags: ['sea', 'fish'] })).toEqual({ tags: ['sea', 'fish'] });
  expect(changesOf(before, { ...before, posterId: 'f3' })).toEqual({ posterId: 'f3' });
});
