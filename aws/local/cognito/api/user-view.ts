import type { User } from '../users.ts';

export const attributesOf = (user: User) => [
  { Name: 'email', Value: user.email },
  { Name: 'email_verified', Value: String(user.emailVerified) },
  { Name: 'sub', Value: user.username },
];

/** What the API says of a user beside the attributes; times are seconds since 1970. */
export const detailsOf = (user: User) => ({
  Username: user.username,
  UserCreateDate: user.createdAt / 1000,
  UserLastModifiedDate: user.modifiedAt / 1000,
  Enabled: user.enabled,
  UserStatus: user.status,
});

/** `UserType`, as in AdminCreateUser and ListUsers. */
export const userView = (user: User) => ({ ...detailsOf(user), Attributes: attributesOf(user) });
