import { expect, test } from 'vitest';

test('edge tests run in workerd', () => {
  expect(navigator.userAgent).toBe('Cloudflare-Workers');
});
