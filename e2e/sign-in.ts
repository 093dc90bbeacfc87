import type { Page } from 'playwright-core';
import type { State } from './shark.ts';

export type Credentials = { email: string; password: string };

const field = (page: Page, name: string) => page.locator(`input[name="${name}"]:visible`);

/** On the sign-in page. */
export async function fillSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  await field(page, 'username').fill(email);
  await field(page, 'password').fill(password);
  await field(page, 'password').press('Enter');
}

/** Through the app's own link to the sign-in pages; ends wherever these send the person. */
export async function enterPassword(page: Page, state: State, person: Credentials): Promise<void> {
  await page.goto(`${state.app}/`);
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  await page.waitForURL((url) => url.origin === state.login);
  await fillSignIn(page, person);
}

/** What the pages ask of somebody who signed in with a temporary password. */
export async function choosePassword(page: Page, password: string): Promise<void> {
  await field(page, 'new_password').fill(password);
  await field(page, 'confirm_password').fill(password);
  await field(page, 'confirm_password').press('Enter');
}

/** Waits until the app knows the person. */
export async function arrive(page: Page, state: State): Promise<void> {
  await page.waitForURL((url) => url.origin === state.app && !url.pathname.startsWith('/auth/'));
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}
