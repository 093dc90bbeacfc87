import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ConfirmForgotPasswordCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { days, goodPassword, poolId, secretOf, startPool, type TestPool, tokensOf } from '../pool.fixture.ts';

let pool: TestPool;
beforeAll(async () => {
  pool = await startPool();
});
afterAll(() => pool.stop());

const on = (Username: string) => ({ UserPoolId: poolId, Username });
const seed = async (email: string) => {
  await pool.seedPerson({ email, password: goodPassword, groups: [] });
  return email;
};
const invite = (email: string, rest: Partial<AdminCreateUserCommand['input']> = {}) =>
  pool.sdk.send(
    new AdminCreateUserCommand({
      ...on(email),
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
      DesiredDeliveryMediums: ['EMAIL'],
      ...rest,
    }),
  );
const signIn = (USERNAME: string, PASSWORD: string, ClientId = 'cli') =>
  pool.sdk.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId,
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
const refresh = (REFRESH_TOKEN: string, ClientId = 'cli') =>
  pool.sdk.send(
    new InitiateAuthCommand({ AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId, AuthParameters: { REFRESH_TOKEN } }),
  );
const refusal = (name: string, message?: string) =>
  expect.objectContaining({ name, ...(message !== undefined && { message }) });

describe('an invitation', () => {
  test('makes a user and mails a temporary password that keeps the policy', async () => {
    const { User } = await invite('Ann@example.com');
    expect(User).toMatchObject({
      Username: expect.stringMatching(/^[0-9a-f-]{36}$/),
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      Enabled: true,
      UserCreateDate: new Date(pool.clock.ms),
      Attributes: expect.arrayContaining([
        { Name: 'sub', Value: User?.Username },
        { Name: 'email', Value: 'Ann@example.com' },
      ]),
    });
    const mail = pool.mails.at(-1);
    expect(mail).toMatchObject({ to: ['Ann@example.com'], subject: 'Shark invites you to its videos' });
    expect(mail?.html).toContain(`href="${pool.settings.appOrigin}/"`);
    const { ChallengeName } = await signIn('ann@EXAMPLE.com', secretOf(mail));
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  test('sent again brings another password with a new life; the old one ends', async () => {
    const { User } = await invite('again@example.com');
    const first = secretOf(pool.mails.at(-1));
    pool.clock.ms += days(31);
    const again = await pool.sdk.send(
      new AdminCreateUserCommand({
        ...on(User?.Username ?? ''),
        MessageAction: 'RESEND',
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
    expect(again.User?.UserLastModifiedDate).toEqual(new Date(pool.clock.ms));
    await expect(signIn('again@example.com', first)).rejects.toEqual(refusal('NotAuthorizedException'));
    const second = await signIn('again@example.com', secretOf(pool.mails.at(-1)));
    expect(second.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  test('sends nothing when suppressed or when no medium is named (SMS is the default)', async () => {
    const before = pool.mails.length;
    await invite('quiet@example.com', { MessageAction: 'SUPPRESS', TemporaryPassword: goodPassword });
    await pool.sdk.send(new AdminCreateUserCommand(on('sms@example.com')));
    expect(pool.mails.length).toBe(before);
    expect((await signIn('quiet@example.com', goodPassword)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  test.each([
    ['a known address in other letters', 'TAKEN@example.com', {}, 'UsernameExistsException'],
    ['a name that is no address', 'somebody', {}, 'InvalidParameterException'],
    ['a weak password', 'w@example.com', { TemporaryPassword: 'weak' }, 'InvalidPasswordException'],
    [
      'an unknown attribute',
      'u@example.com',
      { UserAttributes: [{ Name: 'x' }] },
      'InvalidParameterException',
    ],
    ['another pool', 'p@example.com', { UserPoolId: 'eu-west-1_other' }, 'ResourceNotFoundException'],
    ['nobody to send again', 'n@example.com', { MessageAction: 'RESEND' }, 'UserNotFoundException'],
    ['somebody active', 'taken@example.com', { MessageAction: 'RESEND' }, 'UnsupportedUserStateException'],
  ] as const)('is refused for %s', async (_, email, rest, name) => {
    await seed('taken@example.com');
    await expect(invite(email, { UserAttributes: [], ...rest } as never)).rejects.toEqual(refusal(name));
  });
});

describe('administrators', () => {
  test('read, disable, enable and delete a user, by e-mail or by sub', async () => {
    const email = await seed('bob@example.com');
    const read = () => pool.sdk.send(new AdminGetUserCommand(on(email)));
    const { Username = '', UserAttributes } = await read();
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    await pool.sdk.send(new AdminDisableUserCommand(on(Username)));
    expect(await read()).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED' });
    await expect(signIn(email, goodPassword)).rejects.toEqual(
      refusal('NotAuthorizedException', 'User is disabled.'),
    );
    await pool.sdk.send(new AdminEnableUserCommand(on(Username)));
    expect((await signIn(email, goodPassword)).AuthenticationResult).toBeDefined();
    await pool.sdk.send(new AdminDeleteUserCommand(on(Username)));
    await expect(read()).rejects.toEqual(refusal('UserNotFoundException', 'User does not exist.'));
  });

  test('put a user into a group and take them out; both may be said twice', async () => {
    const email = await seed('group@example.com');
    const member = { ...on(email), GroupName: 'admins' };
    const groups = async () => (await pool.sdk.send(new AdminListGroupsForUserCommand(on(email)))).Groups;
    for (const _ of [1, 2]) await pool.sdk.send(new AdminAddUserToGroupCommand(member));
    expect(await groups()).toEqual([{ GroupName: 'admins', UserPoolId: poolId }]);
    for (const _ of [1, 2]) await pool.sdk.send(new AdminRemoveUserFromGroupCommand(member));
    expect(await groups()).toEqual([]);
    await expect(
      pool.sdk.send(new AdminAddUserToGroupCommand({ ...member, GroupName: 'other' })),
    ).rejects.toEqual(refusal('ResourceNotFoundException', 'Group not found.'));
  });

  test('set a password, for good or until the next sign-in', async () => {
    const email = await seed('set@example.com');
    const set = (Password: string, Permanent: boolean) =>
      pool.sdk.send(new AdminSetUserPasswordCommand({ ...on(email), Password, Permanent }));
    await set('Another-horse-2', true);
    expect((await signIn(email, 'Another-horse-2')).AuthenticationResult).toBeDefined();
    await set('Third-horse-33', false);
    expect((await signIn(email, 'Third-horse-33')).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    await expect(set('weak', true)).rejects.toEqual(refusal('InvalidPasswordException'));
  });

  test('sign a user out everywhere', async () => {
    const email = await seed('out@example.com');
    const { AuthenticationResult: tokens } = await signIn(email, goodPassword);
    await pool.sdk.send(new AdminUserGlobalSignOutCommand(on(email)));
    await expect(refresh(tokens?.RefreshToken ?? '')).rejects.toEqual(refusal('NotAuthorizedException'));
    await expect(
      pool.sdk.send(new GetUserCommand({ AccessToken: tokens?.AccessToken ?? '' })),
    ).rejects.toEqual(refusal('NotAuthorizedException'));
  });
});

describe('the list of users', () => {
  const list = (rest: Partial<ListUsersCommand['input']>) =>
    pool.sdk.send(new ListUsersCommand({ UserPoolId: poolId, ...rest }));
  const emails = async (Filter: string) =>
    (await list({ Filter, AttributesToGet: ['email'] })).Users?.map(
      ({ Attributes }) => Attributes?.[0]?.Value,
    );

  beforeAll(async () => {
    for (const name of ['list-1', 'list-2', 'list-3']) await seed(`${name}@example.com`);
    await pool.sdk.send(new AdminDisableUserCommand(on('list-3@example.com')));
  });

  test('comes in pages that hold everybody once', async () => {
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const page = await list({ Limit: 2, ...(token && { PaginationToken: token }) });
      seen.push(...(page.Users ?? []).map(({ Username }) => Username));
      token = page.PaginationToken;
    } while (token);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe((await list({})).Users?.length);
  });

  test.each([
    ['email = "list-1@example.com"', ['list-1@example.com']],
    ['email ^= "LIST-"', ['list-1@example.com', 'list-2@example.com', 'list-3@example.com']],
    ['status = "Disabled"', expect.arrayContaining(['list-3@example.com'])],
    ['cognito:user_status = "UNCONFIRMED"', []],
    ['email = "nobody"', []],
  ])('is narrowed by %s', async (filter, expected) => {
    expect((await emails(filter))?.sort()).toEqual(expected);
  });

  test.each([
    [{ Filter: 'email like "x"' }, 'InvalidParameterException'],
    [{ Filter: 'phone_number = "1"' }, 'InvalidParameterException'],
    [{ PaginationToken: 'x' }, 'InvalidParameterException'],
    [{ Limit: 61 }, 'InvalidParameterException'],
  ])('refuses %j', async (input, name) => {
    await expect(list(input)).rejects.toEqual(refusal(name));
  });
});

describe('signing in by the API', () => {
  test('brings tokens for the own account', async () => {
    const email = await seed('api@example.com');
    const { AuthenticationResult: tokens } = await signIn(email, goodPassword);
    expect(tokens).toMatchObject({ ExpiresIn: 900, TokenType: 'Bearer' });
    const AccessToken = tokens?.AccessToken ?? '';
    expect(await pool.verify(AccessToken)).toMatchObject({ scope: 'aws.cognito.signin.user.admin' });
    const { UserAttributes } = await pool.sdk.send(new GetUserCommand({ AccessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: email });
    const again = await refresh(tokens?.RefreshToken ?? '');
    expect(again.AuthenticationResult?.RefreshToken).toBeUndefined();
    await pool.sdk.send(new RevokeTokenCommand({ ClientId: 'cli', Token: tokens?.RefreshToken }));
    await expect(refresh(tokens?.RefreshToken ?? '')).rejects.toEqual(
      refusal('NotAuthorizedException', 'Invalid Refresh Token'),
    );
    const fresh = (await signIn(email, goodPassword)).AuthenticationResult?.AccessToken ?? '';
    await pool.sdk.send(new GlobalSignOutCommand({ AccessToken: fresh }));
    await expect(pool.sdk.send(new GetUserCommand({ AccessToken: fresh }))).rejects.toEqual(
      refusal('NotAuthorizedException'),
    );
  });

  test('asks an invited person for a new password, once', async () => {
    await invite('first@example.com', { MessageAction: 'SUPPRESS', TemporaryPassword: 'Temporary-1' });
    const { Session } = await signIn('first@example.com', 'Temporary-1');
    const respond = (NEW_PASSWORD: string, session = Session, USERNAME = 'first@example.com') =>
      pool.sdk.send(
        new RespondToAuthChallengeCommand({
          ChallengeName: 'NEW_PASSWORD_REQUIRED',
          ClientId: 'cli',
          Session: session,
          ChallengeResponses: { USERNAME, NEW_PASSWORD },
        }),
      );
    await expect(respond('weak')).rejects.toEqual(refusal('InvalidPasswordException'));
    await expect(respond(goodPassword, 'made-up-session-of-enough-length')).rejects.toEqual(
      refusal('NotAuthorizedException'),
    );
    await expect(respond(goodPassword, Session, await seed('other@example.com'))).rejects.toEqual(
      refusal('NotAuthorizedException'),
    );
    expect((await respond(goodPassword)).AuthenticationResult).toBeDefined();
    await expect(respond(goodPassword)).rejects.toEqual(refusal('NotAuthorizedException'));
  });

  test('gives a session three minutes', async () => {
    await invite('slow@example.com', { MessageAction: 'SUPPRESS', TemporaryPassword: 'Temporary-1' });
    const { Session } = await signIn('slow@example.com', 'Temporary-1');
    pool.clock.ms += 180_000;
    const late = new RespondToAuthChallengeCommand({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ClientId: 'cli',
      Session,
      ChallengeResponses: { USERNAME: 'slow@example.com', NEW_PASSWORD: goodPassword },
    });
    await expect(pool.sdk.send(late)).rejects.toEqual(refusal('NotAuthorizedException'));
  });

  test.each([
    [
      'a wrong password',
      'who@example.com',
      'x',
      'cli',
      'NotAuthorizedException',
      'Incorrect username or password.',
    ],
    ['nobody', 'nobody@example.com', 'x', 'cli', 'NotAuthorizedException', 'Incorrect username or password.'],
    ['an unknown client', 'who@example.com', 'x', 'none', 'ResourceNotFoundException', undefined],
    ['a flow the client has not', 'who@example.com', 'x', 'web', 'InvalidParameterException', undefined],
    ['no secret hash', 'who@example.com', 'x', 'bot', 'NotAuthorizedException', undefined],
  ])('is refused for %s', async (_, email, password, client, name, message) => {
    await seed('who@example.com');
    await expect(signIn(email, password, client)).rejects.toEqual(refusal(name, message));
  });

  test('by refresh token is refused to a client that rotates, and its own tokens lack the scope for GetUser', async () => {
    const tokens = await tokensOf(pool, await seed('web@example.com'));
    await expect(refresh(tokens.refresh_token, 'web')).rejects.toEqual(refusal('InvalidParameterException'));
    await expect(pool.sdk.send(new GetUserCommand({ AccessToken: tokens.access_token }))).rejects.toEqual(
      refusal('NotAuthorizedException', 'Access Token does not have required scopes'),
    );
    await expect(
      pool.sdk.send(new RevokeTokenCommand({ ClientId: 'web', Token: tokens.access_token })),
    ).rejects.toEqual(refusal('UnsupportedTokenTypeException'));
  });
});

test('a forgotten password is replaced by the code from the mail', async () => {
  const Username = await seed('forgot@example.com');
  const forgot = (name: string) =>
    pool.sdk.send(new ForgotPasswordCommand({ ClientId: 'cli', Username: name }));
  const { CodeDeliveryDetails } = await forgot(Username);
  expect(CodeDeliveryDetails).toEqual({
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: 'f***@e***',
  });
  const confirm = (ConfirmationCode: string) =>
    pool.sdk.send(
      new ConfirmForgotPasswordCommand({
        ClientId: 'cli',
        Username,
        ConfirmationCode,
        Password: 'Another-horse-2',
      }),
    );
  await expect(confirm('nonsense')).rejects.toEqual(refusal('CodeMismatchException'));
  await confirm(secretOf(pool.mails.at(-1)));
  expect((await signIn(Username, 'Another-horse-2')).AuthenticationResult).toBeDefined();
  const sent = pool.mails.length;
  expect((await forgot('nobody@example.com')).CodeDeliveryDetails?.Destination).toBe('n***@e***');
  await invite('unborn@example.com', { MessageAction: 'SUPPRESS' });
  await expect(forgot('unborn@example.com')).rejects.toEqual(refusal('NotAuthorizedException'));
  expect(pool.mails.length).toBe(sent);
});

test('what is not done is 501 in the shape of the service', async () => {
  await expect(pool.sdk.send(new DescribeUserPoolCommand({ UserPoolId: poolId }))).rejects.toMatchObject({
    name: 'NotImplementedException',
    $metadata: { httpStatusCode: 501 },
  });
  const srp = new InitiateAuthCommand({ AuthFlow: 'USER_SRP_AUTH', ClientId: 'cli', AuthParameters: {} });
  await expect(pool.sdk.send(srp)).rejects.toMatchObject({ name: 'NotImplementedException' });
  const answer = await fetch(pool.aws, {
    method: 'POST',
    body: '{',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers' },
  });
  expect([answer.status, await answer.json()]).toMatchObject([400, { __type: 'SerializationException' }]);
});
