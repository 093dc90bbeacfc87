import type { Deployment } from '../deployment.ts';
import { describeRecords } from '../dns-record.ts';
import { ToolFailure } from '../refusal.ts';
import type { Step } from '../step.ts';

/** The media host leads to CloudFront. Nothing later needs it, but no video plays before. */
export function mediaRecord({ world, stack, settings }: Deployment): Step {
  const host = settings.mediaDomain;
  const target = async () => (await stack.outputs())?.['DistributionDomain'];
  const leads = async () => {
    const to = await target();
    return to !== undefined && (await world.aliasesOf(host)).some((alias) => alias.replace(/\.$/, '') === to);
  };
  return {
    name: 'DNS of the media host',
    plan: () => [`you add one record, shown then: CNAME  ${host}  →  <distribution>.cloudfront.net`],
    done: leads,
    async run() {
      const value = await target();
      if (!value) throw new ToolFailure('the stack does not name its distribution');
      return { waitingFor: describeRecords([{ type: 'CNAME', name: host, value }]), blocks: false };
    },
  };
}
