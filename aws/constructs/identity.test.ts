import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { afterAll, expect, test } from 'vitest';
import { sessionLifeMs } from '../../edge/src/auth/cookies.ts';
import { adminGroup } from '../../edge/src/auth/membership.ts';
import { invitationTemplate } from '../../shared/mails.ts';
import { clientsOf } from '../local/clients.ts';
import { openSettings } from '../local/settings.ts';
import { synthesize } from '../testing/synth.ts';

const { template } = synthesize();
const folder = mkdtempSync(join(tmpdir(), 'shark-identity-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('people come by invitation, by e-mail, on the Essentials plan', () => {
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: true,
      InviteMessageTemplate: {
        EmailMessage: Match.stringLikeRegexp('\\{username\\}[\\s\\S]*\\{####\\}'),
        EmailSubject: Match.anyValue(),
      },
    },
    UserPoolTier: 'ESSENTIALS',
    UsernameAttributes: ['email'],
    AutoVerifiedAttributes: ['email'],
    DeletionProtection: 'ACTIVE',
    Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 30, MinimumLength: 12 } },
  });
});

test.each([
  [{}, 'Shark'],
  [{ organisation: 'Fish & Co' }, 'Fish & Co'],
])(
  'with %j the invitation names %s, and tells where to sign in and where help is',
  (settings, organisation) => {
    const { subject, html } = invitationTemplate(
      { organisation, appOrigin: 'https://app.video.example.com' },
      30,
    );
    synthesize({ settings }).template.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: html, EmailSubject: subject } },
    });
    expect(html).toContain('https://app.video.example.com/auth/help');
  },
);

test('the group of admins is the one the Worker looks for', () => {
  template.hasResourceProperties('AWS::Cognito::UserPoolGroup', { GroupName: adminGroup });
});

const scopes = ['read', 'manage'].map((name) => ({
  'Fn::Join': ['', [{ Ref: Match.stringLikeRegexp('^IdentityPoolVideos') }, `/${name}`]],
}));
const ofPerson = {
  AccessTokenValidity: 15,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email', ...scopes],
  GenerateSecret: false,
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
  RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  EnableTokenRevocation: true,
  PreventUserExistenceErrors: 'ENABLED',
};

test.each([
  [
    'the web app: code and PKCE, a session as long as its cookie, refresh tokens used once',
    {
      ...ofPerson,
      CallbackURLs: ['https://app.video.example.com/auth/callback'],
      LogoutURLs: ['https://app.video.example.com/'],
      RefreshTokenValidity: sessionLifeMs / 60_000,
    },
  ],
  [
    'the command line: public, exact callbacks on three ports',
    {
      ...ofPerson,
      CallbackURLs: [14_000, 14_001, 14_002].map((port) => `http://localhost:${port}/callback`),
    },
  ],
  [
    'the bot: client credentials and a secret',
    {
      AccessTokenValidity: 15,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: scopes,
      GenerateSecret: true,
      CallbackURLs: Match.absent(),
    },
  ],
])('%s', (_, properties) => {
  template.resourceCountIs('AWS::Cognito::UserPoolClient', 3);
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', properties);
});

test('a team without programs can leave the bot out', () => {
  const { template: without } = synthesize({ settings: { botClient: false } });
  without.resourceCountIs('AWS::Cognito::UserPoolClient', 2);
  without.resourcePropertiesCountIs('AWS::Cognito::UserPoolClient', { GenerateSecret: true }, 0);
  expect(without.findOutputs('BotClients')['BotClients']?.['Value']).toBe('{}');
});

test.each(['web', 'cli'])('the stand-in’s %s client is the same client', (name) => {
  const clients = clientsOf(openSettings(folder, 'eu-west-1'), 'https://app.video.example.com');
  const found = clients.find((client) => client.name === name);
  if (!found) throw new Error(`the stand-in has no client ${name}`);
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    CallbackURLs: found.redirectUris,
    LogoutURLs: found.logoutUris.length > 0 ? found.logoutUris : Match.absent(),
    AccessTokenValidity: found.accessTokenMinutes,
    ExplicitAuthFlows: found.explicitAuthFlows,
    RefreshTokenRotation: found.refreshRotation ? Match.objectLike({ Feature: 'ENABLED' }) : Match.absent(),
  });
});

test('the scopes are read and manage of `videos`', () => {
  template.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
    Identifier: 'videos',
    Scopes: [Match.objectLike({ ScopeName: 'read' }), Match.objectLike({ ScopeName: 'manage' })],
  });
});

test('managed login is in its second version, and every client with a page has a style', () => {
  template.hasResourceProperties('AWS::Cognito::UserPoolDomain', { ManagedLoginVersion: 2 });
  const clients = Object.entries(template.findResources('AWS::Cognito::UserPoolClient'));
  const withPages = clients.filter(([, client]) =>
    client['Properties']['AllowedOAuthFlows'].includes('code'),
  );
  for (const [id] of withPages)
    template.hasResourceProperties('AWS::Cognito::ManagedLoginBranding', {
      ClientId: { Ref: id },
      UseCognitoProvidedValues: true,
    });
  template.resourceCountIs('AWS::Cognito::ManagedLoginBranding', withPages.length);
});

test('Cognito mails itself until SES is set up', () => {
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
  });
  const mail = { from: 'video@example.com', identityDomain: 'example.com', region: 'us-east-1' };
  synthesize({ settings: { mail } }).template.hasResourceProperties('AWS::Cognito::UserPool', {
    EmailConfiguration: {
      EmailSendingAccount: 'DEVELOPER',
      From: 'Shark Video <video@example.com>',
      SourceArn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':ses:us-east-1:')])] },
    },
  });
});

test('an invitation lives as long as it is set', () => {
  const { template: set } = synthesize({ settings: { invitationDays: 7 } });
  set.hasResourceProperties('AWS::Cognito::UserPool', {
    Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } },
  });
  expect(set.findOutputs('InvitationDays')['InvitationDays']?.['Value']).toBe('7');
});

test.each([
  ['Cognito’s own mailer', undefined, '50'],
  ['SES, as in its sandbox', { from: 'video@example.com', identityDomain: 'example.com' }, '200'],
  ['SES by its quota', { from: 'video@example.com', identityDomain: 'example.com', perDay: 50_000 }, '50000'],
])('the Worker is told how many invitations a day it may send by %s', (_, mail, perDay) => {
  const { template: set } = synthesize({ settings: { mail } });
  expect(set.findOutputs('MailsPerDay')['MailsPerDay']?.['Value']).toBe(perDay);
});
