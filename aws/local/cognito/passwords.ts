import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { CognitoError } from './errors.ts';

const derive = (password: string, salt: Buffer, options: ScryptOptions) =>
  new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

/** scrypt (RFC 7914) with r = 8 and p = 1, stored as `cost.salt.hash`. */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, { cost });
  return [cost, salt.toString('base64url'), key.toString('base64url')].join('.');
}

/** False for a wrong password; without a stored one it takes as long and is false. */
export async function verifyPassword(
  password: string,
  stored: string | null,
  cost: number,
): Promise<boolean> {
  const [storedCost, salt, hash] = (stored ?? `${cost}.AAAA.AAAA`).split('.');
  const key = await derive(password, Buffer.from(salt ?? '', 'base64url'), { cost: Number(storedCost) });
  const expected = Buffer.from(hash ?? '', 'base64url');
  return stored !== null && expected.length === key.length && timingSafeEqual(key, expected);
}

/** The symbols Cognito counts (docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html). */
const symbol = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

const rules: { holds(password: string): boolean; message: string }[] = [
  { holds: (password) => password.length >= 8, message: 'Password not long enough' },
  { holds: (password) => password.length <= 256, message: 'Password too long' },
  {
    holds: (password) => password === password.trim(),
    message: 'Password must not start or end with a space',
  },
  { holds: (password) => /[A-Z]/.test(password), message: 'Password must have uppercase characters' },
  { holds: (password) => /[a-z]/.test(password), message: 'Password must have lowercase characters' },
  { holds: (password) => /[0-9]/.test(password), message: 'Password must have numeric characters' },
  { holds: (password) => symbol.test(password), message: 'Password must have symbol characters' },
];

/** Throws `InvalidPasswordException` unless the password keeps the pool's policy. */
export function assertPolicy(password: string): void {
  const broken = rules.find((rule) => !rule.holds(password));
  if (broken)
    throw new CognitoError(
      'InvalidPasswordException',
      `Password did not conform with policy: ${broken.message}`,
    );
}

// Without look-alikes (0 O 1 l I): people type it from a mail.
const classes = ['ABCDEFGHJKMNPQRSTUVWXYZ', 'abcdefghjkmnpqrstuvwxyz', '23456789', '!#%+=?@'];
const pick = (letters: string) => letters.charAt(randomInt(letters.length));

/** Twelve letters with one of each kind the policy asks for. */
export function temporaryPassword(): string {
  const letters = [...classes.map(pick), ...Array.from({ length: 8 }, () => pick(classes.join('')))];
  for (let last = letters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [letters[last], letters[other]] = [letters[other] ?? '', letters[last] ?? ''];
  }
  return letters.join('');
}
