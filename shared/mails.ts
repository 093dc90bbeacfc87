/** A mail of the user pool; Cognito fills in `{username}` and `{####}`. */
export type MailTemplate = { subject: string; text: string; html: string };

const frame = (heading: string, body: string) => `<!doctype html>
<html lang="en"><body style="margin:0;padding:24px;background:#f4f6f8;font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif;color:#17202a">
<div style="max-width:520px;margin:0 auto;padding:32px;background:#ffffff;border:1px solid #d9dee5;border-radius:12px">
<p style="margin:0 0 24px;font-weight:700;color:#0b5cad">Shark Video</p>
<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${heading}</h1>
${body}
</div></body></html>`;

const box = (label: string, value: string) =>
  `<p style="margin:0 0 4px;color:#5b6673;font-size:14px">${label}</p>
<p style="margin:0 0 16px;padding:10px 14px;background:#f4f6f8;border-radius:8px;font:600 17px ui-monospace,Consolas,monospace">${value}</p>`;

/** The invitation as the user pool's template: `{username}` and `{####}` are filled in by Cognito. */
export function invitationTemplate(appOrigin: string, days: number): MailTemplate {
  return {
    subject: 'You are invited to Shark Video',
    text: `You are invited to Shark Video.

Sign in at ${appOrigin}/ with

  E-mail:             {username}
  Temporary password: {####}

You choose your own password when you first sign in. The temporary one works for ${days} days.
If you did not expect this invitation you can ignore this mail; nobody can use it without its password.
`,
    html: frame(
      'You are invited',
      `<p style="margin:0 0 16px">An administrator has given you access to a private video library. Sign in with:</p>
${box('E-mail', '{username}')}
${box('Temporary password', '{####}')}
<p style="margin:24px 0"><a href="${appOrigin}/" style="display:inline-block;padding:12px 22px;background:#0b5cad;color:#ffffff;border-radius:8px;text-decoration:none;font-weight:600">Sign in</a></p>
<p style="margin:0 0 12px">You choose your own password when you first sign in. The temporary one works for ${days} days.</p>
<p style="margin:0;color:#5b6673;font-size:14px">The button leads to ${appOrigin}/. If you did not expect this invitation you can ignore this mail.</p>`,
    ),
  };
}

/** The mail of a forgotten password. */
export const resetTemplate: MailTemplate = {
  subject: 'Your Shark Video verification code',
  text: `Your code to choose a new password is {####}

It works for one hour. If you did not ask for it, ignore this mail: your password stays as it is.
`,
  html: frame(
    'Choose a new password',
    `${box('Your code', '{####}')}
<p style="margin:0;color:#5b6673;font-size:14px">It works for one hour. If you did not ask for it, ignore this mail: your password stays as it is.</p>`,
  ),
};
