import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { invitationTemplate, resetTemplate } from '../../shared/mails.ts';
import { appOriginOf, loginPrefixOf, organisationOf, type Settings } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import { AppClients } from './app-clients.ts';

/** SES where it is set up, else Cognito's own mailer, which sends 50 mails a day. */
function emailOf({ mail, region }: Settings): cognito.UserPoolEmail {
  if (!mail) return cognito.UserPoolEmail.withCognito();
  return cognito.UserPoolEmail.withSES({
    fromEmail: mail.from,
    fromName: mail.fromName,
    sesVerifiedDomain: mail.identityDomain,
    sesRegion: mail.region ?? region,
  });
}

const accepted = {
  'AwsSolutions-COG2':
    'A second factor is the team’s choice in the console; requiring one would shut out invited viewers without a phone.',
  'AwsSolutions-COG8':
    'Threat protection needs the Plus plan, at three times the price a person; sign-up is closed and passwords are strong.',
};

/** Who may sign in: a user pool by invitation only, its sign-in pages and its app clients. */
export class Identity extends Construct {
  readonly pool: cognito.UserPool;
  readonly domain: cognito.UserPoolDomain;
  readonly clients: AppClients;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.pool = this.createPool(settings);
    this.domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: loginPrefixOf(settings) },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    new cognito.CfnUserPoolGroup(this, 'Admins', {
      userPoolId: this.pool.userPoolId,
      groupName: 'admins',
      description: 'People who may change anything',
    });
    this.clients = new AppClients(this, 'Clients', { pool: this.pool, settings });
  }

  private createPool(settings: Settings): cognito.UserPool {
    const { keepData, invitationDays } = settings;
    const sender = { organisation: organisationOf(settings), appOrigin: appOriginOf(settings) };
    const invitation = invitationTemplate(sender, invitationDays);
    const reset = resetTemplate(sender);
    const pool = new cognito.UserPool(this, 'Pool', {
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(invitationDays),
      },
      userInvitation: { emailSubject: invitation.subject, emailBody: invitation.html },
      userVerification: {
        emailSubject: reset.subject,
        emailBody: reset.html,
        emailStyle: cognito.VerificationEmailStyle.CODE,
      },
      email: emailOf(settings),
      deletionProtection: keepData,
      removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(pool, accepted);
    return pool;
  }
}
