import type { ErrorBody, FieldError } from './errors.ts';

/** What somebody can be told of a request that failed. `status` 0 means that no answer came at all. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly fields: readonly FieldError[];

  constructor(
    status: number,
    {
      error,
    }: { error: Omit<ErrorBody['error'], 'code' | 'requestId'> & { code: string; requestId: string | null } },
  ) {
    super(error.message);
    this.name = 'Refusal';
    this.status = status;
    this.code = error.code;
    this.requestId = error.requestId;
    this.fields = error.details?.fields ?? [];
  }
}

/** The request got no answer. */
export const unanswered = () =>
  new Refusal(0, { error: { code: 'offline', message: 'The server cannot be reached.', requestId: null } });

/** An answer that is no success: as the API words it, or as good as can be told of something else's. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  if (body?.error) return new Refusal(response.status, body);
  const message = `The server answered with an error (${response.status}).`;
  const requestId = response.headers.get('x-request-id');
  return new Refusal(response.status, { error: { code: 'internal', message, requestId } });
}
