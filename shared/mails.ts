/** A mail of the user pool; Cognito fills in `{username}` and `{####}`. It sends the HTML alone; text is for who can. */
export type MailTemplate = { subject: string; text: string; html: string };

/** Where a mail comes from: the organisation as people call it, and the app's origin without a trailing slash. */
export type Sender = { organisation: string; appOrigin: string };

/** What a mail is made of; text and HTML are both made of the same blocks and therefore say the same. */
type Block =
  | { heading: string }
  | { text: string }
  | { label: string; value: string }
  | { button: string; href: string }
  | { note: string; href?: string };

const escapeMarkup = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Colours of the app, given twice: mail programs that drop the style sheet show the light ones. */
const dark = `@media (prefers-color-scheme: dark) {
.page { background: #0a141a !important }
.card { background: #111f27 !important; border-color: #21343f !important }
.ink { color: #e4edf1 !important }
.soft { color: #9bb0bb !important }
.box { background: #1a2b35 !important; color: #e4edf1 !important }
.brand, .link { color: #6cc4e4 !important; border-color: #6cc4e4 !important }
.button { background: #6cc4e4 !important }
.button a { color: #05202b !important }
}`;

const link = (href: string) =>
  `<a class="link" href="${href}" style="color:#09658a;word-break:break-word">${href}</a>`;

function htmlOf(block: Block): string {
  if ('heading' in block)
    return `<h1 class="ink" style="margin:0 0 16px;font-size:22px;line-height:1.3;color:#10202a">${escapeMarkup(block.heading)}</h1>`;
  if ('text' in block)
    return `<p class="ink" style="margin:0 0 16px;color:#10202a">${escapeMarkup(block.text)}</p>`;
  if ('label' in block)
    return `<p class="soft" style="margin:0 0 4px;color:#50646f;font-size:14px">${escapeMarkup(block.label)}</p>
<p class="box" style="margin:0 0 16px;padding:10px 14px;background:#e5ecef;color:#10202a;border-radius:8px;font:600 17px/1.4 ui-monospace,Consolas,monospace;word-break:break-word">${block.value}</p>`;
  if ('button' in block)
    return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:24px 0"><tr>
<td class="button" bgcolor="#09658a" style="border-radius:8px;background:#09658a"><a href="${block.href}" style="display:inline-block;padding:13px 28px;color:#ffffff;font-weight:600;text-decoration:none">${escapeMarkup(block.button)}</a></td>
</tr></table>`;
  const more = block.href ? ` ${link(block.href)}` : '';
  return `<p class="soft" style="margin:0 0 12px;color:#50646f;font-size:14px">${escapeMarkup(block.note)}${more}</p>`;
}

function textOf(block: Block): string {
  if ('heading' in block) return block.heading;
  if ('text' in block) return block.text;
  if ('label' in block) return `${block.label}: ${block.value}`;
  if ('button' in block) return `${block.button}: ${block.href}`;
  return block.href ? `${block.note} ${block.href}` : block.note;
}

const frame = (subject: string, content: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeMarkup(subject)}</title><style>${dark}</style></head>
<body class="page" style="margin:0;background:#f4f7f8">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f7f8"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:#ffffff;border:1px solid #d3dde2;border-radius:14px"><tr><td style="padding:28px 24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<p class="brand" style="margin:0 0 24px;padding:0 0 12px;border-bottom:2px solid #09658a;font-weight:700;color:#09658a">Shark Video</p>
${content}
</td></tr></table></td></tr></table></body></html>`;

const mailOf = (subject: string, blocks: Block[]): MailTemplate => ({
  subject,
  text: `${blocks.map(textOf).join('\n\n')}\n`,
  html: frame(subject, blocks.map(htmlOf).join('\n')),
});

const hostOf = (origin: string) => new URL(origin).host;

/** The invitation as the user pool's template: `days` is how long its temporary password works. */
export const invitationTemplate = ({ organisation, appOrigin }: Sender, days: number): MailTemplate =>
  mailOf(`${organisation} invites you to its videos`, [
    { heading: `${organisation} invites you to its videos` },
    {
      // No "password" before the label: people and programs alike look for the first one.
      text: `An administrator of ${organisation} has given you access to its private video library at ${hostOf(appOrigin)}. Sign in there with`,
    },
    { label: 'E-mail', value: '{username}' },
    { label: 'Temporary password', value: '{####}' },
    { button: 'Sign in', href: `${appOrigin}/` },
    {
      note: `You choose your own password when you first sign in. The temporary one works once, within ${days} days; nobody will ever ask you for it.`,
    },
    {
      note: 'Cannot get in, or has the invitation run out? There is help at',
      href: `${appOrigin}/auth/help`,
    },
    {
      note: 'If you did not expect this invitation, ignore this mail. Nothing is opened until somebody signs in.',
    },
  ]);

/** The mail of a forgotten password. */
export const resetTemplate = ({ organisation, appOrigin }: Sender): MailTemplate =>
  mailOf(`Your code for the videos of ${organisation}`, [
    { heading: 'Choose a new password' },
    {
      text: `Somebody, most likely you, asked for a new password for the videos of ${organisation} at ${hostOf(appOrigin)}. Type this code in where you were asked for it.`,
    },
    { label: 'Your code', value: '{####}' },
    {
      note: 'It works for one hour. If you did not ask for it, ignore this mail: your password stays as it is.',
    },
    { note: 'Cannot get in? There is help at', href: `${appOrigin}/auth/help` },
  ]);
