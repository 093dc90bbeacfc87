import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal in the service's own terms: the exception's name, its status and a sentence. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: ContentfulStatusCode;

  constructor(status: ContentfulStatusCode, code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

export const badRequest = (message: string) => new Refusal(400, 'BadRequestException', message);
export const notFound = (message: string) => new Refusal(404, 'NotFoundException', message);
export const conflict = (message: string) => new Refusal(409, 'ConflictException', message);
/** What the real service would do and this one does not. */
export const notImplemented = (what: string) =>
  new Refusal(501, 'NotImplementedException', `${what}: not done by the local MediaConvert`);
