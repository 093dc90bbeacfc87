import { html } from 'hono/html';
import type { Html, Page } from './layout.ts';

/** What every form of a sign-in carries on: the signed request (`tx`) and what the step needs. */
export type Hidden = Record<string, string>;
export type Message = { error?: string; notice?: string };

const hiddenFields = (hidden: Hidden) =>
  Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);

const messages = ({ error, notice }: Message): Html =>
  html`${
    error ? html`<p class="error" id="error" role="alert">${error}</p>` : ''
  }${notice ? html`<p class="notice" role="status">${notice}</p>` : ''}`;

const invalid = ({ error }: Message) => (error ? html` aria-invalid="true" aria-describedby="error"` : '');

const policyHint = html`<p class="hint" id="policy">At least 8 characters, with an upper-case and a lower-case letter,
  a digit and a symbol.</p>`;

const newPasswordFields = (message: Message) => html`
<label for="new_password">New password</label>
<input id="new_password" name="new_password" type="password" autocomplete="new-password" required minlength="8"
  aria-describedby="${message.error ? 'error ' : ''}policy"${message.error ? html` aria-invalid="true"` : ''}>
${policyHint}
<label for="confirm_password">New password again</label>
<input id="confirm_password" name="confirm_password" type="password" autocomplete="new-password" required minlength="8">`;

const status = ({ error }: Message) => (error ? { status: 400 as const } : {});

/** E-mail and password. */
export function loginPage(hidden: Hidden, message: Message, username: string, forgotHref: string): Page {
  return {
    title: 'Sign in',
    ...status(message),
    content: html`${messages(message)}<form method="post" action="/login">${hiddenFields(hidden)}
<label for="username">E-mail</label>
<input id="username" name="username" type="text" inputmode="email" autocomplete="username" autocapitalize="none"
  spellcheck="false" required maxlength="254" value="${username}"${invalid(message)}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"${invalid(message)}>
<button type="submit">Sign in</button></form>
<p class="foot"><a href="${forgotHref}">Forgot your password?</a></p>`,
  };
}

/** After the temporary password: one's own. The unseen user name tells password managers whose it is. */
export function newPasswordPage(hidden: Hidden, message: Message, email: string): Page {
  return {
    title: 'Choose your password',
    ...status(message),
    content: html`${messages(message)}<p>Your temporary password was right. Choose one of your own to go on.</p>
<form method="post" action="/newPassword">${hiddenFields(hidden)}
<input name="username" type="text" autocomplete="username" value="${email}" hidden readonly>
${newPasswordFields(message)}
<button type="submit">Save and sign in</button></form>`,
  };
}

/** Which account a code is to be sent to. */
export function forgotPage(hidden: Hidden, message: Message, loginHref: string): Page {
  return {
    title: 'Forgot your password?',
    ...status(message),
    content: html`${messages(message)}<p>We send a code to your e-mail address; with it you choose a new password.</p>
<form method="post" action="/forgotPassword">${hiddenFields(hidden)}
<label for="username">E-mail</label>
<input id="username" name="username" type="text" inputmode="email" autocomplete="username" autocapitalize="none"
  spellcheck="false" required maxlength="254"${invalid(message)}>
<button type="submit">Send the code</button></form>
<p class="foot"><a href="${loginHref}">Back to sign in</a></p>`,
  };
}

/** The code from the mail and the new password. */
export function confirmPage(hidden: Hidden, message: Message, loginHref: string): Page {
  return {
    title: 'Choose a new password',
    ...status(message),
    content: html`${messages(message)}<form method="post" action="/confirmForgotPassword">${hiddenFields(hidden)}
<label for="confirmation_code">Code from the mail</label>
<input id="confirmation_code" name="confirmation_code" type="text" inputmode="numeric" autocomplete="one-time-code"
  required maxlength="32"${invalid(message)}>
${newPasswordFields(message)}
<button type="submit">Save the new password</button></form>
<p class="foot"><a href="${loginHref}">Back to sign in</a></p>`,
  };
}

/** Something went wrong that this person cannot mend here. */
export function errorPage(message: string, appOrigin: string, code: 400 | 403 | 404 | 500): Page {
  const back = html`<p class="foot"><a href="${appOrigin}/">Go to the app</a></p>`;
  return {
    title: 'This did not work',
    status: code,
    content: html`<p class="error" role="alert">${message}</p>${back}`,
  };
}

export const startPage = (appOrigin: string): Page => ({
  title: 'Sign-in pages',
  content: html`<p>Signing in starts from the app.</p><p class="foot"><a href="${appOrigin}/">Go to the app</a></p>`,
});
