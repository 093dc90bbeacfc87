/**
 * How the Worker names itself to AWS when it is its own OIDC issuer (the app's origin): what it signs into its tokens
 * and what the role's trust policy asks for.
 */
export const workerIdentity = { audience: 'sts.amazonaws.com', subject: 'shark-worker' } as const;

/** How long a session of the Worker's role lives, in s; the role's own maximum is the same. */
export const workerSessionSeconds = 60 * 60;
