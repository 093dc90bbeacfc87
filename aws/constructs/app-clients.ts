import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { cliCallbacks } from '../../shared/command-line.ts';
import { appOriginOf, type Settings } from '../settings.ts';

const tokens = {
  accessTokenValidity: Duration.minutes(15),
  idTokenValidity: Duration.minutes(15),
  preventUserExistenceErrors: true,
  enableTokenRevocation: true,
  supportedIdentityProviders: [cognito.UserPoolClientIdentityProvider.COGNITO],
};

const people = {
  ...tokens,
  generateSecret: false,
  // Named, because an empty object leaves Cognito's defaults, which collide with rotation.
  authFlows: { userSrp: true },
  refreshTokenValidity: Duration.days(30),
  refreshTokenRotationGracePeriod: Duration.seconds(60),
};

/** The user pool's app clients: the web app, the command line, one bot; and the scopes they may ask for. */
export class AppClients extends Construct {
  readonly web: cognito.UserPoolClient;
  readonly cli: cognito.UserPoolClient;
  readonly bot: cognito.UserPoolClient | undefined;

  constructor(
    scope: Construct,
    id: string,
    { pool, settings }: { pool: cognito.UserPool; settings: Settings },
  ) {
    super(scope, id);
    const scopes = this.createScopes(pool);
    const ofPerson = [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, ...scopes];
    const origin = appOriginOf(settings);
    const code = { flows: { authorizationCodeGrant: true }, scopes: ofPerson };
    this.web = pool.addClient('Web', {
      ...people,
      oAuth: { ...code, callbackUrls: [`${origin}/auth/callback`], logoutUrls: [`${origin}/`] },
    });
    this.cli = pool.addClient('Cli', { ...people, oAuth: { ...code, callbackUrls: cliCallbacks } });
    if (settings.botClient) this.bot = this.createBot(pool, scopes);
    for (const [name, client] of Object.entries({ web: this.web, cli: this.cli }))
      this.brand(pool, name, client);
  }

  private createBot(pool: cognito.UserPool, scopes: cognito.OAuthScope[]): cognito.UserPoolClient {
    return pool.addClient('Bot', {
      ...tokens,
      generateSecret: true,
      // No flow of people: without a name here Cognito opens its defaults.
      authFlows: { user: false },
      refreshTokenValidity: Duration.hours(1),
      oAuth: { flows: { clientCredentials: true }, scopes },
    });
  }

  private createScopes(pool: cognito.UserPool): cognito.OAuthScope[] {
    const read = { scopeName: 'read', scopeDescription: 'Find and watch videos' };
    const manage = { scopeName: 'manage', scopeDescription: 'Upload, publish, invite' };
    const server = pool.addResourceServer('Videos', { identifier: 'videos', scopes: [read, manage] });
    return [read, manage].map((scope) => cognito.OAuthScope.resourceServer(server, scope));
  }

  /** Managed login serves no page to a client without a style. */
  private brand(pool: cognito.UserPool, name: string, client: cognito.UserPoolClient): void {
    new cognito.CfnManagedLoginBranding(this, `Style${name}`, {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
  }
}
