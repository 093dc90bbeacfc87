import { cliCallbacks } from '../../shared/command-line.ts';
import { personScopes, scopeSchema } from '../../shared/people.ts';
import type { Client } from './cognito/cognito.ts';
import type { LocalSettings } from './settings.ts';

export const botScopes: string[] = [...scopeSchema.options];

/** Where sign-in leads back to. */
export const redirectUriOf = (appOrigin: string) => `${appOrigin}/auth/callback`;

/** The user pool's app clients: the web app, the command line, and one bot. */
export function clientsOf(settings: LocalSettings, appOrigin: string): Client[] {
  return [
    {
      id: settings.webClientId,
      name: 'web',
      flows: ['code'],
      redirectUris: [redirectUriOf(appOrigin)],
      logoutUris: [`${appOrigin}/`],
      scopes: personScopes,
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      accessTokenMinutes: 15,
      refreshRotation: true,
    },
    {
      id: settings.cliClientId,
      name: 'cli',
      flows: ['code'],
      redirectUris: cliCallbacks,
      logoutUris: [],
      scopes: personScopes,
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      accessTokenMinutes: 15,
      refreshRotation: true,
    },
    {
      id: settings.bot.clientId,
      secret: settings.bot.clientSecret,
      name: 'bot',
      flows: ['client_credentials'],
      redirectUris: [],
      logoutUris: [],
      scopes: botScopes,
      explicitAuthFlows: [],
      accessTokenMinutes: 15,
      refreshRotation: false,
    },
  ];
}
