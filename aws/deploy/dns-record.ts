/** A record to add to the domain's zone. */
export type DnsRecord = { type: string; name: string; value: string };

const bare = (name: string) => name.replace(/\.$/, '');

/** Records as a person copies them; they are answered by AWS itself, so Cloudflare's proxy must stay off. */
export const describeRecords = (records: DnsRecord[]) =>
  [
    'Add to the DNS zone (in Cloudflare: DNS only, proxy off):',
    ...records.map(({ type, name, value }) => `  ${type}  ${bare(name)}  →  ${bare(value)}`),
  ].join('\n');
