export const account = '111122223333';

/** A role that a web identity may take: what its trust policy's conditions say, and how long at most, in s. */
export type Role = {
  /** `arn:aws:iam::<account>:role/<name>` */
  arn: string;
  /** `AROA…` */
  id: string;
  trust: { issuer: string; audience: string; subject: string };
  maxSessionSeconds: number;
};

/** Who a session of a role is. */
export const assumed = ({ arn, id }: Role, session: string) => ({
  arn: `arn:aws:sts::${account}:assumed-role/${arn.split('/').at(-1)}/${session}`,
  userId: `${id}:${session}`,
});
