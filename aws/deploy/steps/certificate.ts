import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Deployment, keepCertificate } from '../deployment.ts';
import { type DnsRecord, describeRecords } from '../dns-record.ts';
import { patiently } from '../patiently.ts';
import { indent, type Step } from '../step.ts';

/** Marks what the command made itself, and may remove again. */
export const ownTag = 'shark-video:stack';

const recordSchema = z.object({ Name: z.string(), Type: z.string(), Value: z.string() });
const certificateSchema = z.object({
  Certificate: z.object({
    Status: z.string(),
    DomainName: z.string(),
    SubjectAlternativeNames: z.array(z.string()).default([]),
    DomainValidationOptions: z.array(z.object({ ResourceRecord: recordSchema.optional() })).default([]),
  }),
});
const listSchema = z.object({
  CertificateSummaryList: z.array(z.object({ CertificateArn: z.string(), DomainName: z.string() })),
});
const requestedSchema = z.object({ CertificateArn: z.string() });

type Certificate = z.infer<typeof certificateSchema>['Certificate'];

async function describe({ certificates }: Deployment, arn: string): Promise<Certificate | null> {
  const found = await certificates.find('acm', 'describe-certificate', '--certificate-arn', arn);
  return found ? certificateSchema.parse(found).Certificate : null;
}

function covers({ DomainName, SubjectAlternativeNames }: Certificate, host: string): boolean {
  const wildcard = `*.${host.split('.').slice(1).join('.')}`;
  return [DomainName, ...SubjectAlternativeNames].some((name) => name === host || name === wildcard);
}

const recordsOf = ({ DomainValidationOptions }: Certificate): DnsRecord[] =>
  DomainValidationOptions.flatMap(({ ResourceRecord: record }) =>
    record ? [{ type: record.Type, name: record.Name, value: record.Value }] : [],
  );

/** One that was asked for before; else asks for one. AWS takes the same token for the same request for an hour. */
async function request({ certificates, settings }: Deployment): Promise<string> {
  const host = settings.mediaDomain;
  const statuses = ['PENDING_VALIDATION', 'ISSUED'];
  const list = await certificates.call('acm', 'list-certificates', '--certificate-statuses', ...statuses);
  const known = listSchema.parse(list).CertificateSummaryList.find(({ DomainName }) => DomainName === host);
  if (known) return known.CertificateArn;
  const token = createHash('sha256').update(`${settings.stackName} ${host}`).digest('hex').slice(0, 32);
  // biome-ignore format: a command line reads best as one
  const made = await certificates.call('acm', 'request-certificate', '--domain-name', host,
    '--validation-method', 'DNS', '--idempotency-token', token, '--tags', `Key=${ownTag},Value=${settings.stackName}`);
  return requestedSchema.parse(made).CertificateArn;
}

/** The media host's certificate: asked for in us-east-1, proved by a DNS record that a person adds. */
export function obtainCertificate(deployment: Deployment): Step {
  const { settings, world } = deployment;
  const current = async () => {
    const certificate = deployment.certificateArn && (await describe(deployment, deployment.certificateArn));
    return certificate && covers(certificate, settings.mediaDomain) ? certificate : null;
  };
  const isIssued = async () => (await current())?.Status === 'ISSUED';
  return {
    name: 'DNS and certificate of the media host',
    plan: () => [
      deployment.certificateArn
        ? `checks ${deployment.certificateArn}, which deploy.json names`
        : `asks AWS Certificate Manager (us-east-1) for a certificate of ${settings.mediaDomain}; writes its ARN into deploy.json`,
      `you add one record, shown then: CNAME  _<token>.${settings.mediaDomain}  →  _<token>.acm-validations.aws`,
    ],
    done: isIssued,
    async run() {
      if (!(await current())) keepCertificate(deployment, await request(deployment));
      let records: DnsRecord[] = [];
      await patiently(world, async () => {
        const certificate = await current();
        records = certificate ? recordsOf(certificate) : [];
        return records.length > 0 || certificate?.Status === 'ISSUED';
      });
      if (records.length > 0) world.say(indent(`${describeRecords(records)}\nwaiting for AWS to see it…`));
      if (await patiently(world, isIssued)) return undefined;
      const waitingFor = `AWS has not seen the record yet. ${describeRecords(records)}\nThen run npm run deploy again.`;
      return { waitingFor, blocks: true };
    },
  };
}
