import * as z from 'zod';
import { alarmAddressOf, type Settings } from '../../settings.ts';
import type { Deployment } from '../deployment.ts';
import { ToolFailure } from '../refusal.ts';
import { indent, type Step } from '../step.ts';

const accountSchema = z.object({ Account: z.string() });

/** The CDK's own means of deploying, once an account and region. */
export const bootstrap = ({ world, aws, settings }: Deployment): Step => ({
  name: 'CDK bootstrap',
  plan: () => [`makes the stack CDKToolkit in ${settings.region}, unless the account has it there`],
  done: async () =>
    (await aws.find('ssm', 'get-parameter', '--name', '/cdk-bootstrap/hnb659fds/version')) !== null,
  async run() {
    const { Account } = accountSchema.parse(await aws.call('sts', 'get-caller-identity'));
    const { code } = await world.run({
      tool: 'cdk',
      args: ['bootstrap', `aws://${Account}/${settings.region}`],
      show: true,
    });
    if (code !== 0) throw new ToolFailure(`cdk bootstrap ended with ${code}`);
    return undefined;
  },
});

const confirmation = (settings: Settings) =>
  `AWS mails ${alarmAddressOf(settings)} a link, once: alarms are sent only after it was followed`;

/** Everything of AWS's. CloudFormation compares by itself what is there with what should be. */
export const deployCore = ({ world, settings, stack }: Deployment): Step => ({
  name: 'AWS core',
  plan: () => [
    `cdk deploy ${settings.stackName} in ${settings.region}: buckets, table, handlers and rules, MediaConvert queue, user pool, CloudFront, alarms; changes what differs`,
    'takes about ten minutes the first time, most of it CloudFront',
    confirmation(settings),
  ],
  done: async () => false,
  async run() {
    const isNew = (await stack.outputs()) === null;
    const args = ['deploy', settings.stackName, '--strict', '--require-approval', 'never'];
    const { code } = await world.run({ tool: 'cdk', args, show: true });
    if (code !== 0) throw new ToolFailure(`cdk deploy ended with ${code}; what CloudFormation says is above`);
    if (isNew) world.say(indent(confirmation(settings)));
    return undefined;
  },
});
