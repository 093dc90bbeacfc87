import { describe, expect, test } from 'vitest';
import type { AcceptedClients } from './clients.ts';
import { mayManage, membership, roleOf } from './membership.ts';
import type { Claims } from './verify-token.ts';

const clients: AcceptedClients = {
  org: 'shark',
  people: new Set(['web', 'cli']),
  bots: new Map([['bot', 'whale']]),
};
const claims: Claims = {
  sub: 'ada-sub',
  username: 'ada',
  client_id: 'web',
  token_use: 'access',
  scope: 'openid videos/read',
  'cognito:groups': [],
  iat: 100,
  exp: 1000,
};

describe('who a token makes of its bearer', () => {
  test('a person of no group is a viewer of the configured organisation', () => {
    expect(membership(claims, clients)).toEqual({
      kind: 'person',
      org: 'shark',
      role: 'viewer',
      subject: 'ada-sub',
      username: 'ada',
      scopes: ['openid', 'videos/read'],
      issuedAtMs: 100_000,
      expiresAtMs: 1_000_000,
    });
  });

  test('a bot belongs to the organisation it is configured for, whatever else its token says', () => {
    const bot = membership({ ...claims, client_id: 'bot', 'cognito:groups': ['admins'] }, clients);
    expect(bot).toMatchObject({ kind: 'bot', role: 'bot', org: 'whale', subject: 'bot', username: null });
  });

  test('a client nobody accepted, and a person without a user name, are nobody', () => {
    const { username: _, ...nameless } = claims;
    expect(membership({ ...claims, client_id: 'other' }, clients)).toBeNull();
    expect(membership(nameless, clients)).toBeNull();
  });
});

test.each([
  [[], 'viewer'],
  [['admins'], 'admin'],
  [['eu-west-1_abc_Google'], 'viewer'],
  [['shark:members'], 'viewer'],
  [['shark:admins'], 'admin'],
  [['whale:admins'], null],
  [['whale:members', 'shark:members'], 'viewer'],
] as const)('groups %j make %s', (groups, role) => {
  expect(roleOf(groups, 'shark')).toBe(role);
});

test.each([
  ['admin', ['videos/manage'], true],
  ['bot', ['videos/manage'], true],
  ['viewer', ['videos/manage'], false],
  ['admin', ['videos/read'], false],
] as const)('%s with %j manages: %s', (role, scopes, may) => {
  const who = membership(claims, clients);
  if (!who) throw new Error('nobody');
  expect(mayManage({ ...who, role, scopes: [...scopes] })).toBe(may);
});
